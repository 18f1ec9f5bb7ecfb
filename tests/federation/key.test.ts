import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({
    shop: {
      sdl: `
        type Query { books: [Book!]! shelf: Shelf one: Single }
        type Book @key(fields: "isbn") { isbn: ID! title: String }
        type Shelf @key(fields: "room { floor number } row") { room: Room! row: Int! books: [Book!]! }
        type Room @shareable { floor: Int! number: Int! }
        type Single @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: {
        Query: {
          books: () => ['1', '2', '2'].map((isbn) => ({ isbn, title: `Title ${isbn}` })),
          shelf: () => ({ room: { floor: 3, number: 12 }, row: 7, books: [{ isbn: '1' }] }),
          one: () => ({ id: '9' }),
        },
      },
    },
    reviews: {
      sdl: `
        type Book @key(fields: "isbn") @key(fields: "sku") { isbn: ID! sku: ID! stars: Int }
        type Query { bySku(sku: ID!): Book }
        type Single @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Query: { bySku: (_: unknown, { sku }: { sku: string }) => ({ isbn: sku.slice(1), sku }) },
        Book: {
          __resolveReference: ({ isbn, sku }: { isbn?: string; sku?: string }) =>
            isbn === undefined ? { isbn: sku?.slice(1), sku } : { isbn, sku: `s${isbn}` },
          stars: ({ isbn }: { isbn: string }) => Number(isbn),
        },
        Single: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Single ${id}` }) },
      },
    },
    stock: {
      sdl: `
        type Book @key(fields: "sku") { sku: ID! left: Int }
        type Shelf @key(fields: "room { floor number } row") { room: Room! row: Int! dusty: String }
        type Room @shareable { floor: Int! number: Int! }
      `,
      resolvers: {
        Book: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, left: 10 }) },
        Shelf: {
          __resolveReference: ({ room, row }: { room: object; row: number }) => ({
            room,
            row,
            dusty: JSON.stringify({ ...room, row }),
          }),
        },
      },
    },
  });
});
afterAll(() => graph.stop());

test('one key joins, and equal entities are fetched once, in one fetch', async () => {
  const before = graph.fetches.length;
  expect(await graph.query('{ books { title stars } }')).toEqual({
    data: {
      books: [
        { title: 'Title 1', stars: 1 },
        { title: 'Title 2', stars: 2 },
        { title: 'Title 2', stars: 2 },
      ],
    },
  });
  const fetches = graph.fetches.slice(before);
  expect(fetches.map(({ subgraph }) => subgraph)).toEqual(['shop', 'reviews']);
});

test('of several keys the planner takes the one that both sides know, over a third subgraph if need be', async () => {
  expect(await graph.query('{ books { left } bySku(sku: "s5") { stars left } }')).toEqual({
    data: { books: [{ left: 10 }, { left: 10 }, { left: 10 }], bySku: { stars: 5, left: 10 } },
  });
});

test('a composite key carries its nested fields', async () => {
  expect(await graph.query('{ shelf { dusty } }')).toEqual({
    data: { shelf: { dusty: '{"floor":3,"number":12,"row":7}' } },
  });
});

test('a reference that its subgraph does not resolve leads to the one that does', async () => {
  expect(await graph.query('{ one { name } }')).toEqual({ data: { one: { name: 'Single 9' } } });
});
