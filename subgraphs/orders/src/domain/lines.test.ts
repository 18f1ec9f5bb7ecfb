import { exampleLine, exampleOrder } from './exampleOrder.ts';
import { finalAmount, itemsOf, openPieces, shortLines, statusOf, totalsOf, withShort } from './lines.ts';
import type { Line } from './lines.ts';

const line = (id: string, productId: string, over: Partial<Line> = {}): Line =>
  exampleLine({ id, lineId: id, productId, ...over });
const pieces = (lines: readonly Line[], missing: Readonly<Record<string, number>>) =>
  shortLines(lines, new Map(Object.entries(missing))).map(({ line: { id }, pieces: short }) => [id, short]);

test('of two lines of a product the later one goes short, then the earlier', () => {
  const lines = [
    line('a', 'milk', { quantity: 2, total: 200 }),
    line('b', 'milk', { quantity: 3, total: 300 }),
  ];
  expect(pieces(lines, { milk: 2 })).toEqual([['b', 2]]);
  expect(pieces(lines, { milk: 4 })).toEqual([
    ['b', 3],
    ['a', 1],
  ]);
  expect(pieces(lines, { milk: 9, rice: 1 })).toEqual([
    ['b', 3],
    ['a', 2],
  ]);
});

test('a line that wants all or nothing goes short last', () => {
  const lines = [
    line('a', 'milk', { quantity: 2, total: 200 }),
    line('b', 'milk', { ifUnavailable: 'ALL_OR_NOTHING' }),
  ];
  expect(pieces(lines, { milk: 2 })).toEqual([['a', 2]]);
  expect(pieces(lines, { milk: 3 })).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('what is picked cannot be short', () => {
  expect(pieces([line('a', 'milk', { picked: 9 })], { milk: 5 })).toEqual([['a', 1]]);
});

test('pieces of a line are open until something becomes of them', () => {
  const some = line('a', 'milk', { picked: 3, short: 2, substituted: 1, removed: 1 });
  expect(openPieces(some)).toBe(3);
  expect([
    statusOf({ open: 1, picked: 5, substituted: 1, short: 1 }),
    statusOf({ open: 0, picked: 5, substituted: 1, short: 1 }),
    statusOf({ open: 0, picked: 0, substituted: 1, short: 1 }),
    statusOf({ open: 0, picked: 0, substituted: 0, short: 1 }),
    statusOf({ open: 0, picked: 0, substituted: 0, short: 0 }),
  ]).toEqual(['OPEN', 'PICKED', 'SUBSTITUTED', 'SHORT', 'REMOVED']);
});

test('what a line costs is its share, a discount rounded for the customer', () => {
  // 10 pieces of 1.00 less 0.05: 7 of them are 6.965.
  expect(finalAmount(line('a', 'milk', { total: 995, short: 3 }))).toEqual({ total: 696, tax: 46 });
  expect(finalAmount(line('a', 'milk', { total: 995 }))).toEqual({ total: 995, tax: 65 });
  expect(finalAmount(line('a', 'milk', { short: 10 }))).toEqual({ total: 0, tax: 0 });
});

test('totals follow the lines; delivery fee and tip stay', () => {
  const { totals } = exampleOrder();
  const lines = [
    line('a', 'milk', { total: 995, short: 3 }),
    line('b', 'rice', { short: 10, taxRate: 1900 }),
  ];
  expect(totalsOf({ ...totals, tip: 50 }, lines)).toEqual({
    currency: 'EUR',
    subtotal: 700,
    discount: 4,
    deliveryFee: 290,
    tip: 50,
    deliveryFeeTaxRate: null,
    tipTaxRate: null,
    // 46 of the goods and 19 of the fee, which has the goods' rate alone.
    tax: 65,
    total: 1036,
  });
});

test('what the customer gets, by product', () => {
  const lines = [line('a', 'rice', { short: 10 }), line('b', 'milk'), line('c', 'milk', { short: 4 })];
  expect(itemsOf(lines)).toEqual([{ productId: 'milk', quantity: 16 }]);
  const [b] = lines.slice(1);
  if (!b) throw new Error('a line');
  expect(withShort(lines, [{ line: b, pieces: 1 }]).map(({ short }) => short)).toEqual([10, 1, 4]);
});
