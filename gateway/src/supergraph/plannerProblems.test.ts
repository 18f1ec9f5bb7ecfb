import { parse, Source } from 'graphql';
import { composeSupergraph, formatProblem } from './compose.ts';

const problemsOf = (imports: string, sdl: string) => {
  const text = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${imports}])\n${sdl}`;
  const composition = composeSupergraph([
    { name: 'a', url: 'http://a/graphql', typeDefs: parse(new Source(text, 'schema/a.graphql')) },
  ]);
  return composition.ok ? [] : composition.problems.map((p) => formatProblem(p).split('\n')[0]);
};
const key = '"@key", "@requires", "@external"';
const entity = (field: string) =>
  `type T @key(fields: "id") { id: ID! size(unit: Int): Int @external ${field} }`;
const query = 'type Query { t: T }';

test('arguments inside of @requires, at any depth', () => {
  expect(problemsOf(key, `${entity('fee: Int @requires(fields: "size(unit: 1)")')} ${query}`)).toEqual([
    'schema/a.graphql:2:78  UNSUPPORTED_BY_GATEWAY  @requires of a field with arguments gives wrong data in this gateway: require a field without arguments',
  ]);
  const nested =
    'type Box { side(unit: Int): Int @external } type T @key(fields: "id") { id: ID! box: Box @external fee: Int @requires(fields: "box { side(unit: 2) }") }';
  expect(problemsOf(key, `${nested} ${query}`)).toHaveLength(1);
});

test('a @requires of a field that has arguments, though it gives none', () => {
  expect(problemsOf(key, `${entity('fee: Int @requires(fields: "size")')} ${query}`)).toHaveLength(1);
  const nested =
    'type Box { side(unit: Int): Int @external } extend type T @key(fields: "id") { id: ID! box: Box @external fee: Int @requires(fields: "box { side }") }';
  expect(problemsOf(key, `${nested} ${query}`)).toHaveLength(1);
  const plain =
    'type T @key(fields: "id") { id: ID! size: Int @external fee(unit: Int): Int @requires(fields: "size") }';
  const found = problemsOf(key, `${plain} ${query}`).filter((one) => one?.includes('UNSUPPORTED_BY_GATEWAY'));
  expect(found).toEqual([]);
});

test('the directives are found under the names of their links', () => {
  const imports = '"@key", "@external", { name: "@requires", as: "@needs" }';
  expect(problemsOf(imports, `${entity('fee: Int @needs(fields: "size(unit: 1)")')} ${query}`)).toHaveLength(
    1,
  );
  const namespaced = entity('fee: Int @federation__requires(fields: "size(unit: 1)")');
  expect(problemsOf('"@key", "@external"', `${namespaced} ${query}`)).toHaveLength(1);
});

test('a progressive @override', () => {
  const sdl = (label: string) =>
    `type T @key(fields: "id") { id: ID! name: String @override(from: "b"${label}) } ${query}`;
  expect(problemsOf('"@key", "@override"', sdl(', label: "percent(10)"'))).toEqual([
    'schema/a.graphql:2:51  UNSUPPORTED_BY_GATEWAY  @override with a label does not work in this gateway: override the field at once, without it',
  ]);
  expect(problemsOf('"@key", "@override"', sdl(''))).toEqual([]);
});

test('@context and @fromContext, @cacheTag', () => {
  const sdl = `type T @key(fields: "id") @context(name: "c") { id: ID! name: String u: U }
    type U @key(fields: "id") { id: ID! label(of: String @fromContext(field: "$c { name }")): String }
    ${query}`;
  expect(problemsOf('"@key", "@context", "@fromContext"', sdl)).toEqual([
    expect.stringContaining('@context does not work'),
    expect.stringContaining('@fromContext does not work'),
  ]);
  expect(
    problemsOf(
      '"@key", "@cacheTag"',
      `type T @key(fields: "id") { id: ID! } type Query { t: T @cacheTag(format: "t") }`,
    ),
  ).toEqual([expect.stringContaining('@cacheTag has no effect')]);
});

test('what the planner does well composes', () => {
  expect(
    problemsOf(
      '"@key", "@shareable"',
      `type T @key(fields: "id") { id: ID! @shareable name: String } ${query}`,
    ),
  ).toEqual([]);
});
