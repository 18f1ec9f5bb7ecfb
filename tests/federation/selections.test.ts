import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

const dog = { __typename: 'Dog', id: 'd', name: 'Rex', sku: 's', slow: 'yes' };
const dogs = {
  sdl: `
    type Query { dog: Dog any: Node count(most: Int! = 5): Int flag(is: Boolean! = true): Boolean }
    interface Node { id: ID! }
    type Dog implements Node @key(fields: "id") { id: ID! name: String sku: String tags: [String!] }
  `,
  resolvers: {
    Query: {
      dog: () => ({ ...dog, tags: ['a'] }),
      any: () => dog,
      count: (_: unknown, { most }: { most: number }) => most,
      flag: (_: unknown, { is }: { is: boolean }) => is,
    },
    Node: { __resolveType: () => 'Dog' },
  },
};
const vets = {
  sdl: 'type Dog @key(fields: "id") { id: ID! isWell: Boolean }',
  resolvers: { Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, isWell: id === 'd' }) } },
};

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ dogs, vets });
});
afterAll(() => graph.stop());

test.each([
  [
    'through an interface',
    '{ dog { ... on Node { id ... on Dog { name } } } }',
    { dog: { id: 'd', name: 'Rex' } },
  ],
  [
    'through two',
    '{ dog { ... on Node { ... on Node { ... on Dog { name isWell } } } } }',
    { dog: { name: 'Rex', isWell: true } },
  ],
  ['of an abstract field', '{ any { ... on Node { ... on Dog { name } } } }', { any: { name: 'Rex' } }],
])('a fragment on the type applies %s', async (_, query, data) => {
  expect(await graph.query(query)).toEqual({ data });
});

test.each([
  ['by a literal', '{ dog { name @skip(if: true) } }', {}, { dog: {} }],
  ['by a variable', 'query ($no: Boolean!) { dog { name @include(if: $no) } }', { no: false }, { dog: {} }],
  [
    'in a fragment',
    'query ($no: Boolean!) { dog { ... @include(if: $no) { name isWell } } }',
    { no: false },
    { dog: {} },
  ],
  ['of another subgraph', '{ dog { isWell @skip(if: true) } }', {}, { dog: {} }],
  ['at the root', '{ dog @skip(if: true) { name } }', {}, {}],
])('a selection of which nothing is left is empty, not null: %s', async (_, query, variables, data) => {
  expect(await graph.query(query, variables)).toEqual({ data });
});

const codeOf = async (query: string, variables: Record<string, unknown> = {}) => {
  const { errors, data } = await graph.query(query, variables);
  const [error] = Array.isArray(errors) ? errors : [];
  return error ? [error.extensions.code, error.message] : data;
};

test.each([
  [
    'an alias named like a key',
    '{ dog { id: name isWell } }',
    'The alias "id" is the name of another field of Dog',
  ],
  ['through an interface', '{ any { id: __typename ... on Dog { isWell } } }', 'The alias "id"'],
  ['of a list', '{ dog { id: tags isWell } }', 'The alias "id"'],
  ['of introspection', '{ dog { __typename: name } }', 'The alias "__typename" is reserved'],
  ['of our own', '{ dog { nakku_cursor: name } }', 'The alias "nakku_cursor" is reserved'],
  ['of the planner', '{ dog { name__alias_0: name } }', 'The alias "name__alias_0" is reserved'],
  [
    'a variable of our own',
    'query ($representations: Int = 3) { count(most: $representations) }',
    'The variable "$representations" is reserved',
  ],
])('a name that collides is refused and named: %s', async (_, query, message) => {
  expect(await codeOf(query)).toEqual(['GRAPHQL_VALIDATION_FAILED', expect.stringContaining(message)]);
});

test('other aliases are free, also those of fields that are no keys', async () => {
  expect(await graph.query('{ dog { name: sku sku: name id: id isWell } }')).toEqual({
    data: { dog: { name: 's', sku: 'Rex', id: 'd', isWell: true } },
  });
});

test.each([
  ['@include with a default', 'query ($i: Boolean = true) { dog { name @include(if: $i) } }', { i: null }],
  ['an argument with a default', 'query ($n: Int) { count(most: $n) }', { n: null }],
  ['a variable with a default', 'query ($n: Int! = 5) { count(most: $n) }', { n: null }],
  ['beyond 32 bits', 'query ($n: Int!) { count(most: $n) }', { n: 2 ** 31 }],
])('a variable that cannot stand there is a bad input: %s', async (_, query, variables) => {
  expect(await codeOf(query, variables)).toEqual(['BAD_USER_INPUT', expect.stringContaining('Variable "$')]);
});

test('one that is left out has its default', async () => {
  expect(await codeOf('query ($n: Int) { count(most: $n) }')).toEqual({ count: 5 });
  expect(await codeOf('query ($i: Boolean = true) { dog { name @include(if: $i) } }')).toEqual({
    dog: { name: 'Rex' },
  });
});

test.each([
  ['alias', (name: string) => `{ dog { ${name}: name } }`],
  ['operation', (name: string) => `query ${name} { dog { name } }`],
  ['fragment', (name: string) => `{ dog { ...${name} } } fragment ${name} on Dog { name }`],
  ['variable', (name: string) => `query ($${name}: Int! = 1) { count(most: $${name}) }`],
])('a name has at most 64 characters: %s', async (_, write) => {
  expect(JSON.stringify(await codeOf(write('a'.repeat(64))))).not.toContain('TOO_LARGE');
  expect(await codeOf(write('a'.repeat(65)))).toEqual([
    'OPERATION_TOO_LARGE',
    'At most 64 characters in a name are allowed',
  ]);
});

test('what is not executed is not validated', async () => {
  const { data } = await graph.query('{ dog { name } } fragment Unused on Nothing { gone }');
  expect(data).toEqual({ dog: { name: 'Rex' } });
});
