import { logger } from '@nakku/telemetry';
import { GraphQLError, parse } from 'graphql';
import { executableDocuments } from '../src/graphql/documents.ts';
import { graphqlEndpoint } from '../src/graphql/httpEndpoint.ts';
import { subgraphSchema } from '../src/graphql/schema.ts';
import type { HttpRequest } from '../src/http/route.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    goods(first: Int! = 2): [Goods!]! @cacheControl(maxAge: 60)
    mine: Goods @cacheControl(maxAge: 60, scope: PRIVATE)
    nothing: Goods
    long: String @cacheControl(maxAge: 9)
    uncached: String
    thing: Thing @cacheControl(maxAge: 8)
    broken: Goods
    refused: Goods
  }
  type Mutation { buy(input: BuyInput!): Int! }
  input BuyInput { id: ID! note: String }
  union Thing = Goods | Shelf
  type Goods @key(fields: "id") @cacheControl(maxAge: 5) { id: ID! name: String! shelf: Shelf! seller: Seller stock: Int @cacheControl(maxAge: 2) }
  type Shelf @key(fields: "id") @cacheControl(inheritMaxAge: true) { id: ID! label: String! }
  type Seller @key(fields: "id") { id: ID! name: String! }
`);

const goods = (id: string) => ({
  __typename: 'Goods',
  id,
  name: `goods ${id}`,
  shelf: { id: 's', label: 'S' },
  seller: { id: 'v', name: 'V' },
  stock: 3,
});
let bought = 0;

const schema = subgraphSchema(
  typeDefs,
  {
    Query: {
      goods: (_: unknown, { first }: { first: number }) => ['1', '2', '3'].slice(0, first).map(goods),
      mine: () => Promise.resolve(goods('1')),
      nothing: () => null,
      long: () => 'long',
      uncached: () => 'uncached',
      thing: () => goods('1'),
      broken: () => Promise.reject(new Error('secret')),
      refused: () => {
        throw new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN', need: 'scope' } });
      },
    },
    Mutation: { buy: () => (bought += 1) },
    Goods: { __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : goods(id)) },
    Seller: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'V' }) },
  },
  logger({ part: 'test' }),
);

const endpoint = graphqlEndpoint({
  schema,
  readCaller: () => Promise.resolve({ kind: 'anonymous' }),
  contextOf: () => ({}),
});
afterAll(() => endpoint.stop());

const request = (body: unknown, headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path: '/graphql',
  query: new URLSearchParams(),
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
  peerIp: '127.0.0.1',
  requestId: 'r',
});

interface Body {
  readonly data?: unknown;
  readonly errors?: unknown;
  extensions?: unknown;
}

async function responseTo(body: unknown, headers?: Record<string, string>) {
  const { status, headers: received, body: text } = await endpoint.route.handle(request(body, headers));
  const { extensions, ...parsed } = JSON.parse(String(text)) as Body;
  return {
    status,
    cacheControl: received?.['cache-control'],
    body: parsed,
    isTraced: extensions !== undefined,
  };
}

const entities = (fragments: string) => ({
  query: `query ($r: [_Any!]!) { _entities(representations: $r) { ${fragments} } }`,
  variables: {
    r: [
      { __typename: 'Goods', id: '1' },
      { __typename: 'Goods', id: 'none' },
      { __typename: 'Seller', id: 'v' },
    ],
  },
});

const sellers = {
  query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Seller { name } } }',
  variables: { r: [{ __typename: 'Seller', id: 'v' }] },
};

/** Every kind of operation and refusal: what the pipeline says of it is what we say. */
test.each([
  ['a list', { query: '{ goods { id name stock } }' }, 'max-age=2, public'],
  ['types that inherit', { query: '{ goods { id shelf { label } } }' }, 'max-age=60, public'],
  ['a type without a hint', { query: '{ goods { id seller { name } } }' }, 'no-store'],
  ['a private field', { query: '{ mine { id } long }' }, 'max-age=9, private'],
  [
    'variables and defaults',
    { query: 'query Q($n: Int = 1) { goods(first: $n) { id } }', variables: { n: 3 }, operationName: 'Q' },
    'max-age=60, public',
  ],
  ['null', { query: '{ nothing { id } }', variables: null }, 'max-age=5, public'],
  ['a root field without a hint', { query: '{ long uncached }' }, 'no-store'],
  [
    'a union',
    { query: '{ thing { __typename ... on Goods { name } ... on Shelf { label } } }' },
    'max-age=8, public',
  ],
  [
    'fragments, aliases, directives',
    {
      query:
        'query ($no: Boolean!) { a: goods(first: 1) { ...f } b: long @include(if: $no) } fragment f on Goods { id name }',
      variables: { no: true },
    },
    'max-age=9, public',
  ],
  [
    'several operations',
    { query: 'query A { long } query B { long }', operationName: 'B' },
    'max-age=9, public',
  ],
  ['entities', entities('... on Goods { name stock }'), 'max-age=2, public'],
  ['entities without a hint', sellers, 'no-store'],
  ['the SDL', { query: '{ _service { sdl } }' }, 'no-store'],
  ['introspection', { query: '{ __schema { queryType { name } } }' }, 'no-store'],
  ['an unexpected error', { query: '{ broken { id } long }' }, 'no-store'],
  ['an error with a code', { query: '{ refused { id } }' }, 'no-store'],
  ['no document', {}, 'no-store'],
  ['no syntax', { query: '{' }, 'no-store'],
  ['an unknown field', { query: '{ unknown }' }, 'no-store'],
  [
    'variables that do not fit',
    { query: 'query ($n: Int!) { goods(first: $n) { id } }', variables: { n: 'x' } },
    'no-store',
  ],
  ['variables that are a list', { query: '{ long }', variables: [] }, 'no-store'],
  ['an unknown operation', { query: 'query A { long }', operationName: 'B' }, 'no-store'],
  ['no name among several operations', { query: 'query A { long } query B { long }' }, 'no-store'],
])('%s: the same response with and without Apollo Server’s pipeline', async (_name, body, cacheControl) => {
  const traced = await responseTo(body, { 'apollo-federation-include-trace': 'ftv1' });
  const { isTraced: _, ...plain } = await responseTo(body);
  const { isTraced: __, ...expected } = traced;
  if (expected.cacheControl === undefined) expected.cacheControl = plain.cacheControl;
  expect(plain).toEqual(expected);
  if (plain.cacheControl !== undefined) expect(plain.cacheControl).toBe(cacheControl);
});

test('a trace is sent to who asks for it, and to nobody else', async () => {
  expect(await responseTo({ query: '{ long }' })).toMatchObject({ isTraced: false });
  const traced = await responseTo({ query: '{ long }' }, { 'apollo-federation-include-trace': 'ftv1' });
  expect(traced).toMatchObject({ status: 200, isTraced: true });
});

test('a mutation runs once', async () => {
  const query = 'mutation ($i: BuyInput!) { buy(input: $i) }';
  const before = bought;
  const { body } = await responseTo({ query, variables: { i: { id: 'g' } } });
  expect(body).toEqual({ data: { buy: before + 1 } });
  await responseTo({ query, variables: { i: { note: 'no id' } } });
  expect(bought).toBe(before + 1);
});

test('a field that is left out may make the response less cacheable than in the pipeline, never more', async () => {
  const query = 'query ($no: Boolean!) { goods { id } long @include(if: $no) }';
  const { cacheControl } = await responseTo({ query, variables: { no: false } });
  expect(cacheControl).toBe('max-age=9, public');
});

test('a document is parsed and validated once', () => {
  const documents = executableDocuments(schema);
  const first = documents('{ long }', null);
  expect(first?.cacheControl).toBe('max-age=9, public');
  expect(documents('{ long }', null)).toBe(first);
  expect(documents('{ long uncached }', null)).not.toBe(first);
});
