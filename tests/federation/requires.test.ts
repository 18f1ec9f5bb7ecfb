import { startGraph } from './graph.ts';
import type { Graph } from './graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({
    goods: {
      sdl: `
        type Query { parcels: [Parcel!]! }
        type Parcel @key(fields: "id") { id: ID! grams: Int size: Size tags: [Tag!] }
        type Size { width: Int height: Int }
        type Tag { name: String secret: String }
      `,
      resolvers: {
        Query: {
          parcels: () => [
            { id: '1', grams: 500, size: { width: 2, height: 3 }, tags: [{ name: 'a' }, { name: 'b' }] },
            { id: '2', grams: null, size: null, tags: [] },
          ],
        },
      },
    },
    post: {
      sdl: `
        type Parcel @key(fields: "id") {
          id: ID!
          grams: Int @external
          size: Size @external
          tags: [Tag!] @external
          fee: Int @requires(fields: "grams")
          label: String @requires(fields: "size { width height } tags { name }")
          stamp: String @requires(fields: "grams")
        }
        type Size { width: Int @external height: Int @external }
        type Tag { name: String @external }
      `,
      resolvers: {
        Parcel: {
          __resolveReference: (reference: object) => reference,
          fee: ({ grams }: { grams: number | null }) => (grams === null ? null : grams / 10),
          label: ({ size, tags }: { size: object | null; tags: object[] }) => JSON.stringify([size, tags]),
        },
      },
    },
    mint: {
      sdl: `
        type Parcel @key(fields: "id") { id: ID! fee: Int @external worth: String @requires(fields: "fee") }
      `,
      resolvers: {
        Parcel: {
          __resolveReference: (reference: object) => reference,
          worth: ({ fee }: { fee: number | null }) => `worth ${fee}`,
        },
      },
    },
  });
});
afterAll(() => graph.stop());

test('what is required is fetched first, though nobody asked for it', async () => {
  const before = graph.fetches.length;
  expect(await graph.query('{ parcels { fee } }')).toEqual({
    data: { parcels: [{ fee: 50 }, { fee: null }] },
  });
  const [first, second] = graph.fetches.slice(before);
  expect(first?.query).toContain('grams');
  expect(second?.variables).toMatchObject({
    representations: [
      { __typename: 'Parcel', id: '1', grams: 500 },
      { __typename: 'Parcel', id: '2', grams: null },
    ],
  });
});

test('objects and lists are required as a selection, and nothing more of them', async () => {
  expect(await graph.query('{ parcels { label } }')).toEqual({
    data: {
      parcels: [{ label: '[{"width":2,"height":3},[{"name":"a"},{"name":"b"}]]' }, { label: '[null,[]]' }],
    },
  });
});

test('a required field may require another itself', async () => {
  expect(await graph.query('{ parcels { worth } }')).toEqual({
    data: { parcels: [{ worth: 'worth 50' }, { worth: 'worth null' }] },
  });
});
