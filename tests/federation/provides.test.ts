import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({
    orders: {
      sdl: `
        type Query { order: Order featured: [Product!]! @provides(fields: "name") }
        type Order { product: Product @provides(fields: "name maker { city }") plain: Product }
        type Product @key(fields: "id") { id: ID! name: String @external maker: Maker @external }
        type Maker { city: String @external }
      `,
      resolvers: {
        Query: {
          order: () => ({
            product: { id: '1', name: 'as ordered', maker: { city: 'Porto' } },
            plain: { id: '1' },
          }),
          featured: () => [{ id: '2', name: 'as featured' }],
        },
      },
    },
    catalogue: {
      sdl: `
        type Product @key(fields: "id") { id: ID! name: String @shareable maker: Maker @shareable price: Int }
        type Maker @shareable { city: String }
      `,
      resolvers: {
        Product: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            name: 'as catalogued',
            maker: { city: 'Lisboa' },
            price: 5,
          }),
        },
      },
    },
  });
});
afterAll(() => graph.stop());

const fetchedFor = async (query: string) => {
  const before = graph.fetches.length;
  const response = await graph.query(query);
  return [response, graph.fetches.slice(before).map(({ subgraph }) => subgraph)];
};

test('what a field provides is not fetched from its owner', async () => {
  expect(await fetchedFor('{ order { product { name maker { city } } } featured { name } }')).toEqual([
    {
      data: {
        order: { product: { name: 'as ordered', maker: { city: 'Porto' } } },
        featured: [{ name: 'as featured' }],
      },
    },
    ['orders'],
  ]);
});

test('another path to the same type provides nothing', async () => {
  expect(await fetchedFor('{ order { plain { name } } }')).toEqual([
    { data: { order: { plain: { name: 'as catalogued' } } } },
    ['orders', 'catalogue'],
  ]);
});

test('what is not provided still comes from its owner', async () => {
  expect(await fetchedFor('{ order { product { name price } } }')).toEqual([
    { data: { order: { product: { name: 'as ordered', price: 5 } } } },
    ['orders', 'catalogue'],
  ]);
});
