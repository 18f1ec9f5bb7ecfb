import { compose, startGraph } from './graph.ts';

const money = 'type Money @shareable { amount: Int currency: String }';
const shop = {
  sdl: `type Query { price: Money item: Item } ${money} type Item @key(fields: "id") { id: ID! name: String @shareable }`,
  resolvers: {
    Query: { price: () => ({ amount: 1, currency: 'EUR' }), item: () => ({ id: '1', name: 'shop' }) },
    Item: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'shop' }) },
  },
};
const stock = {
  sdl: `type Query { worth: Money } ${money} type Item @key(fields: "id") { id: ID! name: String @shareable left: Int }`,
  resolvers: {
    Query: { worth: () => ({ amount: 2, currency: 'USD' }) },
    Item: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'stock', left: 3 }) },
  },
};

test('a shared type is resolved by the subgraph on the path, a shared field without a second fetch', async () => {
  const graph = await startGraph({ shop, stock });
  expect(await graph.query('{ price { amount currency } worth { amount } item { name } }')).toEqual({
    data: { price: { amount: 1, currency: 'EUR' }, worth: { amount: 2 }, item: { name: 'shop' } },
  });
  expect(graph.fetches.map(({ subgraph }) => subgraph).sort()).toEqual(['shop', 'stock']);
  await graph.stop();
});

test('a field of two owners who do not both share it does not compose', () => {
  const owned = { ...stock, sdl: stock.sdl.replace('name: String @shareable', 'name: String') };
  expect(compose({ shop, stock: owned })).toMatchObject({ codes: ['INVALID_FIELD_SHARING'] });
});
