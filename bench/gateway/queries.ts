import type { ShopName } from './schemas.ts';

export interface MeasuredQuery {
  readonly title: string;
  readonly shop: ShopName;
  /** The body of a request; the number is another one each time. */
  body(number: number): string;
  /** CPU per request of ours at most, ms, on Node 24. */
  readonly barMs: number;
}

const fields = 'id status total customer { id name } items { quantity product { id name price } }';
const fixed = JSON.stringify({
  query: `query Fixed { orders(first: 20) { ${fields} } }`,
  operationName: 'Fixed',
});
const unique = `query Unique($id: ID!) { order(id: $id) { ${fields} } orders(first: 20) { ${fields} } }`;
const test = JSON.stringify({
  operationName: 'TestQuery',
  query: `fragment User on User { id username name }
    fragment Review on Review { id body }
    fragment Product on Product { inStock name price shippingEstimate upc weight }
    query TestQuery {
      users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
      topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
    }`,
});

export const queries = {
  U: {
    title: 'other variables each time: an order and a list of 20, from three subgraphs',
    shop: 'orders',
    body: (number) =>
      JSON.stringify({ query: unique, operationName: 'Unique', variables: { id: String(1_001 + number) } }),
    barMs: 0.4,
  },
  F: { title: 'one query again and again: a list of 20', shop: 'orders', body: () => fixed, barMs: 0.32 },
  T: { title: "The Guild's test query, five levels deep", shop: 'reviewed', body: () => test, barMs: 2 },
} satisfies Record<string, MeasuredQuery>;
export type QueryName = keyof typeof queries;
