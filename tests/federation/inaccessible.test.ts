import { compose, startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

const people = {
  sdl: `
    type Query { person(secret: Int = 7 @inaccessible): Person hidden: Hidden @inaccessible mood: Mood }
    type Person @key(fields: "passport") { passport: ID! @inaccessible name: String }
    type Hidden @inaccessible { id: ID }
    enum Mood { GOOD BAD @inaccessible }
  `,
  resolvers: {
    Query: {
      person: (_: unknown, { secret }: { secret: number }) => ({ passport: 'P1', name: `Name ${secret}` }),
      mood: () => 'BAD',
    },
  },
};
const visas = {
  sdl: 'type Person @key(fields: "passport") { passport: ID! @inaccessible visas: [String] }',
  resolvers: {
    Person: {
      __resolveReference: ({ passport }: { passport: string }) => ({ passport, visas: [`for ${passport}`] }),
    },
  },
};

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ people, visas });
});
afterAll(() => graph.stop());

test('what is inaccessible joins subgraphs all the same', async () => {
  expect(await graph.query('{ person { name visas } }')).toEqual({
    data: { person: { name: 'Name 7', visas: ['for P1'] } },
  });
});

test.each([
  '{ person { passport } }',
  '{ hidden { id } }',
  '{ person(secret: 1) { name } }',
  '{ __type(name: "Hidden") { name } person { passport } }',
])('%s is refused as if it were not there, and nobody is asked', async (query) => {
  const before = graph.fetches.length;
  expect(await graph.query(query)).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect(graph.fetches).toHaveLength(before);
});

test('introspection does not know it, and a value of it reads null', async () => {
  const { data } = await graph.query(
    '{ hidden: __type(name: "Hidden") { name } mood: __type(name: "Mood") { enumValues { name } } }',
  );
  expect(data).toEqual({ hidden: null, mood: { enumValues: [{ name: 'GOOD' }] } });
  expect(await graph.query('{ mood }')).toMatchObject({ data: { mood: null } });
});

test('what is visible may not need what is not', () => {
  const broken = { sdl: 'type Query { a(b: Int! @inaccessible): Int }' };
  expect(compose({ broken })).toMatchObject({ codes: ['REQUIRED_INACCESSIBLE'] });
});
