import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({
    media: {
      sdl: `
        type Query { all: [Media!]! film: Film }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      `,
      resolvers: {
        Query: {
          all: () => [
            { __typename: 'Book', id: '1', title: 'B', pages: 10 },
            { __typename: 'Film', id: '2', title: 'F', minutes: 90 },
          ],
          film: () => ({ id: '2', title: 'F', minutes: 90 }),
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === '1'
              ? { __typename: 'Book', id, title: 'B', pages: 10 }
              : { __typename: 'Film', id, title: 'F', minutes: 90 },
        },
      },
    },
    reviews: {
      sdl: `
        type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }
        type Query { best: Media }
      `,
      resolvers: {
        Query: { best: () => ({ id: '2' }) },
        Media: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          stars: ({ id }: { id: string }) => Number(id),
        },
      },
    },
  });
});
afterAll(() => graph.stop());

test('a field that one subgraph adds to an interface is there on every type of it', async () => {
  expect(await graph.query('{ all { title stars ... on Book { pages } } film { minutes stars } }')).toEqual({
    data: {
      all: [
        { title: 'B', stars: 1, pages: 10 },
        { title: 'F', stars: 2 },
      ],
      film: { minutes: 90, stars: 2 },
    },
  });
});

test('who knows the interface only as an object leaves the type to its owner', async () => {
  expect(await graph.query('{ best { __typename stars title ... on Film { minutes } } }')).toEqual({
    data: { best: { __typename: 'Film', stars: 2, title: 'F', minutes: 90 } },
  });
});

test('a type that its owner has told stays when the interface comes as an object after it', async () => {
  const query =
    'query ($no: Boolean = false) { best { id title ... on Film @skip(if: $no) { __typename id stars } } }';
  expect(await graph.query(query)).toEqual({
    data: { best: { __typename: 'Film', id: '2', title: 'F', stars: 2 } },
  });
  // Otherwise it would say nothing: the last fetch returns the interface as the type.
  const { subgraph, query: last } = graph.fetches.at(-1) ?? {};
  expect([subgraph, last]).toEqual(['reviews', expect.stringContaining('__typename id stars')]);
});
