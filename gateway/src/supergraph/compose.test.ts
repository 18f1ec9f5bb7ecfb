import { concatAST, parse, Source } from 'graphql';
import { composeSupergraph, formatProblem } from './compose.ts';
import { routingUrls, withoutUnknownPurposes } from './unenforced.ts';
import { resumableFields } from '../federation/resumable.ts';

const link = parse(
  new Source(
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@authenticated"])',
    'schema/shared/link.graphql',
  ),
);
const compose = (a: string, b: string) =>
  composeSupergraph(
    Object.entries({ a, b }).map(([name, sdl]) => ({
      name,
      url: `http://${name}/graphql`,
      typeDefs: concatAST([link, parse(new Source(sdl, `schema/${name}.graphql`))]),
    })),
  );
const problemsOf = (a: string, b: string) => {
  const composition = compose(a, b);
  return composition.ok ? [] : composition.problems.map(formatProblem);
};

test.each([
  [
    'an unknown type',
    'type Query { a: Foo }',
    'type Query { b: Int }',
    'schema/a.graphql:1:17  INVALID_GRAPHQL  [a] Unknown type Foo\n    type Query { a: Foo }',
  ],
  [
    'a field that is there twice, which composition gives no place',
    'type Query {\n  a: Int\n  a: Int\n}',
    'type Query { b: Int }',
    'schema/a.graphql:2:3  INVALID_GRAPHQL  [a] Field a already exists on Query\n    a: Int\n    also schema/a.graphql:3:3  a: Int',
  ],
  [
    'a type that differs',
    'type Query { t: T }\ntype T @key(fields: "id") {\n  id: ID!\n  n: Int @shareable\n}',
    'type T @key(fields: "id") {\n  id: ID!\n  n: String @shareable\n}',
    'schema/a.graphql:4:3  FIELD_TYPE_MISMATCH  Type of field "T.n" is incompatible across subgraphs: it has type "Int" in subgraph "a" but type "String" in subgraph "b"\n' +
      '    n: Int @shareable\n    also schema/b.graphql:3:3  n: String @shareable',
  ],
])('%s', (_, a, b, text) => {
  expect(problemsOf(a, b)).toEqual([text]);
});

test('what no plan can reach is found where it is defined', () => {
  const [problem] = problemsOf(
    'type Query { t: T }\ntype T { id: ID! @shareable }',
    'type Query { b: Int }\ntype T {\n  id: ID! @shareable\n  z: Int\n}',
  );
  expect(problem).toMatch(/^schema\/b\.graphql:4:3 {2}SATISFIABILITY_ERROR/);
  expect(problem).toMatch(/\n {4}z: Int$/);
});

test('a supergraph knows its urls, and loses only purposes that the gateway refuses', () => {
  const composition = compose('type Query { a: Int @authenticated }', 'type Query { b: Int }');
  const sdl = composition.ok ? composition.sdl : '';
  expect([...routingUrls(sdl)]).toEqual([
    ['a', 'http://a/graphql'],
    ['b', 'http://b/graphql'],
  ]);
  expect(sdl).toContain('for: SECURITY');
  const stripped = withoutUnknownPurposes(sdl);
  expect(stripped).not.toContain('for: SECURITY');
  expect(stripped).toContain('for: EXECUTION');
  expect(stripped).toContain('a: Int @join__field(graph: A) @authenticated');
});

test('resumable fields are those that the composed directive marks, under the name of its link', () => {
  const named = (name: string) =>
    parse(`schema @link(url: "https://nakku.dev/spec/live/v1.0", ${name}) { query: Query subscription: Live }
      type Query { a: Int @resumable } type Live { b: Int @resumable c: Int @again d: Int }`);
  expect([...resumableFields(named('import: ["@resumable"]'))]).toEqual(['b']);
  expect([...resumableFields(named('import: [{ name: "@resumable", as: "@again" }]'))]).toEqual(['c']);
  expect([
    ...resumableFields(parse('schema { subscription: Live } type Live { b: Int @resumable }')),
  ]).toEqual([]);
});
