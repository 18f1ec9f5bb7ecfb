import { planChange } from './change.ts';
import type { OrderEdit, Planned } from './change.ts';
import { exampleLine, exampleOrder } from './exampleOrder.ts';
import type { WholeOrder } from './order.ts';
import type { SoldProduct } from './substitution.ts';

const milk = exampleLine();
const order: WholeOrder = exampleOrder({ status: 'CONFIRMED' });
const sold = (over: Partial<SoldProduct> = {}): SoldProduct => ({
  ...{ productId: milk.productId, sku: 'MILK', name: 'Milk', packaging: '1 l', imageUrl: null },
  ...{ price: 100, currency: 'EUR', taxRate: 700, ...over },
});
const bread = sold({
  productId: '0192f0c0-0000-7000-8000-000000000014',
  sku: 'BREAD',
  name: 'Bread',
  price: 250,
});
const nothing: OrderEdit = { add: [], lines: [] };

function plan(edit: Partial<OrderEdit>, of: WholeOrder = order, products = [sold(), bread]): Planned {
  let id = 0;
  return planChange(
    of,
    { ...nothing, ...edit },
    {
      products: new Map(products.map((product) => [product.productId, product])),
      newId: () => `new-${(id += 1)}`,
    },
  );
}
function planned(...args: Parameters<typeof plan>) {
  const result = plan(...args);
  if (result.kind !== 'planned') throw new Error(JSON.stringify(result));
  return result.plan;
}
const pieces = (productId: string, quantity: number) => ({
  ...{ productId, quantity, note: null, ifUnavailable: 'REFUND' as const },
});
const address = { ...order.dropoff, lines: ['Linienstraße 1'] };

test('fewer pieces are taken back at the price that was agreed', () => {
  const { lines, totals } = planned({ lines: [{ lineId: milk.id, quantity: 4 }] }, order, []);
  expect(lines).toEqual([{ ...milk, removed: 6 }]);
  expect([totals.subtotal, totals.deliveryFee, totals.total]).toEqual([400, 290, 690]);
});

test('more pieces join their line while it has today’s price, and are a line of their own otherwise', () => {
  const same = planned({ lines: [{ lineId: milk.id, quantity: 12 }] });
  expect([same.lines, same.added]).toEqual([[{ ...milk, quantity: 12, total: 1200 }], []]);
  const dearer = planned({ lines: [{ lineId: milk.id, quantity: 12 }] }, order, [sold({ price: 120 })]);
  expect(dearer.lines).toEqual([]);
  expect(dearer.added).toMatchObject([{ id: 'new-1', quantity: 2, unitPrice: 120, total: 240 }]);
  expect(dearer.totals.total).toBe(1000 + 240 + 290);
});

test('pieces of one product that are added twice are one line', () => {
  const { lines, added, totals } = planned({ add: [pieces(bread.productId, 1), pieces(bread.productId, 2)] });
  expect(lines).toEqual([]);
  expect(added).toMatchObject([{ name: 'Bread', packaging: '1 l', quantity: 3, unitPrice: 250, total: 750 }]);
  expect([totals.subtotal, totals.total]).toEqual([1750, 2040]);
});

test('the delivery fee follows the goods by the terms of the quote, and stays without them', () => {
  const much = { add: [pieces(bread.productId, 16)] };
  expect(planned(much).totals).toMatchObject({ subtotal: 5000, deliveryFee: 0, total: 5000 });
  expect(planned(much, { ...order, deliveryTerms: null }).totals.deliveryFee).toBe(290);
  const free = { ...order, totals: { ...order.totals, deliveryFee: 0, total: 1000 } };
  expect(planned({ instructions: 'Ring twice' }, free).totals.deliveryFee).toBe(0);
});

test('the address may be any that the store reaches; instructions go to it', () => {
  expect(planned({ address }).dropoff).toEqual(address);
  expect(planned({ address, instructions: 'Ring twice' }).dropoff).toEqual({
    ...address,
    instructions: 'Ring twice',
  });
  expect(planned({ instructions: 'Ring twice' }).dropoff).toEqual({
    ...order.dropoff,
    instructions: 'Ring twice',
  });
  const refused = { kind: 'refused', refusal: { kind: 'not_served' } };
  const far = { ...address, location: { latitude: 52.6, longitude: 13.4 } };
  expect(plan({ address: far })).toEqual(refused);
  expect(plan({ address }, { ...order, deliveryTerms: null })).toEqual(refused);
});

test.each<[string, Partial<OrderEdit>, object, SoldProduct[]]>([
  [
    'all pieces are taken back',
    { lines: [{ lineId: milk.id, quantity: 0 }] },
    { kind: 'nothing_left' },
    [sold()],
  ],
  [
    'a line is unknown',
    { lines: [{ lineId: 'other', quantity: 1 }] },
    { kind: 'line_unknown', place: 0 },
    [sold()],
  ],
  [
    'a product is not sold',
    { add: [pieces(bread.productId, 1)] },
    { kind: 'product_unavailable', place: 0, productId: bread.productId },
    [sold()],
  ],
  [
    'more of a product that is not sold any more',
    { lines: [{ lineId: milk.id, quantity: 11 }] },
    { kind: 'product_unavailable', place: null, productId: milk.productId },
    [],
  ],
  [
    'a product has another currency',
    { add: [pieces(bread.productId, 1)] },
    { kind: 'product_unavailable', place: 0, productId: bread.productId },
    [{ ...bread, currency: 'CHF' }],
  ],
  [
    'a line has too many pieces',
    { add: [pieces(milk.productId, 90)] },
    { kind: 'too_many_pieces', max: 99 },
    [sold()],
  ],
])('refused: %s', (_name, edit, refusal, products) => {
  expect(plan(edit, order, products)).toEqual({ kind: 'refused', refusal });
});

test('cash needs somebody at the door', () => {
  const cash = { ...order, payment: { ...order.payment, method: 'CASH' as const } };
  const edit = { handover: 'LEFT_AT_DOOR' as const };
  expect(plan(edit, cash)).toEqual({ kind: 'refused', refusal: { kind: 'cash_not_accepted' } });
  expect(planned(edit).handover).toBe('LEFT_AT_DOOR');
});

test('goods with an age limit need somebody at the door', () => {
  const edit = { handover: 'LEFT_AT_DOOR' as const };
  const refused = { kind: 'refused', refusal: { kind: 'age_check_at_door' } };
  expect(plan(edit, { ...order, ageLimit: 18 })).toEqual(refused);
});

test('an edit that says what is so already changes nothing', () => {
  const same = { lines: [{ lineId: milk.id, quantity: 10 }], handover: 'CODE' as const };
  expect(plan({ ...same, instructions: order.dropoff.instructions })).toEqual({ kind: 'unchanged' });
});
