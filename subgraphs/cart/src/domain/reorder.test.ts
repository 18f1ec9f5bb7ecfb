import type { CatalogueProduct, Line } from './cart.ts';
import { type PastLine, refill } from './reorder.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const product = (productId: string, isSold = true): [string, CatalogueProduct] => [
  productId,
  {
    ...{ productId, sku: productId, name: productId, packaging: '1 l', imageUrl: null, categoryId: null },
    ...{
      price: 150,
      currency: 'EUR',
      taxRate: 700,
      ageLimit: null,
      isSold,
      minPerOrder: 1,
      maxPerOrder: null,
      storePrices: [],
    },
  },
];
const past = (productId: string, quantity: number): PastLine => ({
  ...{ productId, name: productId, quantity, unitPrice: 120, note: 'ripe', ifUnavailable: 'REFUND' },
});
const line = (productId: string, quantity: number): Line => ({
  ...{ lineId: `line of ${productId}`, productId, quantity, note: null, ifUnavailable: 'MY_CHOICE' },
  ...{ addedPrice: 150, addedAt: new Date(0) },
});
const refilled = (lines: readonly Line[], of: readonly PastLine[], maxLines = 100) => {
  const products = new Map([product('milk'), product('bread'), product('figs', false)]);
  return refill(lines, of, { products, newId: () => 'new', now, maxLines });
};

test('a new line is as it was ordered, at the price of then; a line that is there gets more pieces', () => {
  const { lines, productIds, leftOut } = refilled([line('milk', 2)], [past('milk', 3), past('bread', 1)]);
  expect(lines).toEqual([
    { ...line('milk', 5) },
    {
      ...{ lineId: 'new', productId: 'bread', quantity: 1, note: 'ripe', ifUnavailable: 'REFUND' },
      ...{ addedPrice: 120, addedAt: now },
    },
  ]);
  expect([[...productIds], leftOut]).toEqual([['milk', 'bread'], []]);
});

test('two lines of one product become one', () => {
  expect(refilled([], [past('milk', 2), past('milk', 1)]).lines).toMatchObject([{ quantity: 3 }]);
});

test('no more pieces are added than an order may have', () => {
  const [id, milk] = product('milk');
  const products = new Map([[id, { ...milk, maxPerOrder: 4 }]]);
  const deps = { products, newId: () => 'new', now, maxLines: 100 };
  const { lines, leftOut } = refill([line('milk', 3)], [past('milk', 2)], deps);
  expect(lines).toEqual([line('milk', 4)]);
  expect(leftOut).toEqual([{ productId: 'milk', name: 'milk', quantity: 1, reason: 'FULL' }]);
  // The limit was lowered since.
  expect(refill([line('milk', 6)], [past('milk', 2)], deps).lines).toEqual([line('milk', 6)]);
});

test('what is not sold any more, and what does not fit, is left out and named', () => {
  const { lines, leftOut } = refilled(
    [line('milk', 98)],
    [past('milk', 3), past('figs', 2), past('bread', 1)],
    1,
  );
  expect(lines).toEqual([line('milk', 99)]);
  expect(leftOut).toEqual([
    { productId: 'milk', name: 'milk', quantity: 2, reason: 'FULL' },
    { productId: 'figs', name: 'figs', quantity: 2, reason: 'GONE' },
    { productId: 'bread', name: 'bread', quantity: 1, reason: 'FULL' },
  ]);
});
