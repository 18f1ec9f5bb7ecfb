import { buildSchema } from 'graphql';
import { buildManifest } from './buildManifest.ts';
import { manifestSchema, safelistOf, sha256 } from './manifest.ts';

const schema = buildSchema(
  'type Query { me: User } type User { name: String friends: [User] } type Mutation { go: User }',
);
const limits = {
  depth: 4,
  aliases: 2,
  rootFields: 5,
  directives: 5,
  selections: 50,
  nameLength: 64,
  fragments: 5,
  comparisons: 5,
};
const build = (files: Record<string, string>, withTypename = false) =>
  buildManifest(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { schema, limits, withTypename },
  );
const problemsOf = (files: Record<string, string>) => {
  const built = build(files);
  return built.ok ? [] : built.problems;
};

test('operations by name, each with the fragments that it reaches, wherever they are', () => {
  const built = build({
    'b.graphql': 'query B { me { ...Named } } mutation A { go { name } }',
    'fragments.graphql':
      'fragment Named on User { friends { ...Inner } } fragment Inner on User { name } fragment Unused on User { name }',
  });
  if (!built.ok) throw new Error(built.problems.join());
  expect(built.manifest.operations.map(({ name, type }) => [name, type])).toEqual([
    ['A', 'mutation'],
    ['B', 'query'],
  ]);
  const [, b] = built.manifest.operations;
  expect(b?.body).toBe(
    'query B {\n  me {\n    ...Named\n  }\n}\n\nfragment Inner on User {\n  name\n}\n\nfragment Named on User {\n  friends {\n    ...Inner\n  }\n}',
  );
  expect(b?.id).toBe(sha256(b?.body ?? ''));
  expect(manifestSchema.parse(JSON.parse(JSON.stringify(built.manifest)))).toEqual(built.manifest);
});

test('with __typename as Apollo Client sends it', () => {
  const built = build({ 'a.graphql': 'query A { me { name friends { __typename name } } }' }, true);
  expect(built.ok && built.manifest.operations[0]?.body).toBe(
    'query A {\n  me {\n    name\n    friends {\n      __typename\n      name\n    }\n    __typename\n  }\n}',
  );
});

test('what the gateway would refuse is a problem, with its file', () => {
  expect(problemsOf({ 'a.graphql': 'query A {' })).toEqual([
    'a.graphql:1:10: Syntax Error: Expected Name, found <EOF>.',
  ]);
  expect(problemsOf({ 'a.graphql': '{ me { name } }' })).toEqual(['a.graphql: an operation has no name']);
  expect(
    problemsOf({ 'a.graphql': 'query A { me { name } }', 'b.graphql': 'query A { me { name } }' }),
  ).toEqual(['b.graphql: another operation is called A']);
  expect(problemsOf({ 'a.graphql': 'query A { you }' })).toEqual([
    'a.graphql: A: Cannot query field "you" on type "Query".',
  ]);
  expect(problemsOf({ 'a.graphql': 'query A { me { friends { friends { friends { name } } } } }' })).toEqual([
    'a.graphql: A: more than 4 depth',
  ]);
});

test('a safelist knows operations by id and by text, however it is written', () => {
  const body = 'query A { me { name } }';
  const list = safelistOf([
    {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'one', name: 'A', type: 'query', body }],
    },
  ]);
  expect([list.size, list.bodyOf('one'), list.bodyOf('two')]).toEqual([1, body, undefined]);
  expect(list.hasBody('query A {\n  # me\n  me,{ name }\n}')).toBe(true);
  expect(list.hasBody('query A { me { name friends { name } } }')).toBe(false);
  expect(list.hasBody('}{ "')).toBe(false);
});
