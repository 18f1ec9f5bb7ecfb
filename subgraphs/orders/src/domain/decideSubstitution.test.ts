import { orderTimes } from '../config.ts';
import { decide } from './decide.ts';
import { exampleLine, exampleOrder, examplePacker as packer } from './exampleOrder.ts';
import type { Fact } from './facts.ts';
import type { Line } from './lines.ts';
import type { WholeOrder } from './order.ts';
import { defaultOf, proposalsFor, withSubstitute } from './substitution.ts';
import type { SoldProduct, Substitution } from './substitution.ts';

const now = new Date('2026-03-01T12:05:00.000Z');
// 3 pieces of 1.00 less 0.05.
const milk: Line = exampleLine({
  ...{ id: 'milk', lineId: 'cart-milk', productId: 'p-milk', name: 'Milk', quantity: 3, total: 295 },
  ifUnavailable: 'BEST_MATCH',
});
const rice = exampleLine({ id: 'rice', lineId: 'cart-rice', productId: 'p-rice', quantity: 2, total: 200 });

const product = (productId: string, price: number): SoldProduct => ({
  ...{ productId, sku: productId.toUpperCase(), name: productId, packaging: '1 l', imageUrl: null },
  ...{ price, currency: 'EUR', taxRate: 1900 },
});
const proposals = proposalsFor(milk, 2, [product('cheap', 50), product('dear', 500)]);
const [cheap, dear] = proposals;
if (!cheap || !dear) throw new Error('two products are proposed');

function packing(over: Partial<WholeOrder> = {}): WholeOrder {
  const order = exampleOrder({ status: 'PACKING', lines: [milk, rice] });
  const totals = { ...order.totals, subtotal: 500, discount: 5, tax: 51, total: 785 };
  return { ...order, totals, agreedTotal: 785, ...over };
}

const substitution: Substitution = {
  ...{ id: 's', orderId: 'o', orderLineId: 'milk', quantity: 2, status: 'OPEN' },
  ...{ proposals, onTimeout: 'SUBSTITUTE', expiresAt: now, chosenProductId: null },
};
const decided = (order: WholeOrder, fact: Fact) => decide(order, fact, now, orderTimes.production);
const answer = (chosen: typeof cheap | null, by: 'CUSTOMER' | 'TIMEOUT' = 'CUSTOMER'): Fact => ({
  ...{ kind: 'SUBSTITUTION_ANSWERED', substitution, chosen, by },
});
const reserved = (chosen: typeof cheap): Fact => ({
  ...{ kind: 'SUBSTITUTE_RESERVED', substitution, chosen, newLineId: 'new' },
});

test('a proposal costs its own price, and never more than the pieces that it replaces', () => {
  expect(proposals.map(({ productId, unitPrice, total }) => [productId, unitPrice, total])).toEqual([
    ['cheap', 50, 100],
    // The third piece costs 98 of 295.
    ['dear', 500, 197],
  ]);
});

test('the line says what happens without an answer, and whether the customer is asked at all', () => {
  const of = (ifUnavailable: Line['ifUnavailable']) => defaultOf({ ifUnavailable });
  expect([of('BEST_MATCH'), of('MY_CHOICE'), of('REFUND'), of('ALL_OR_NOTHING')]).toEqual([
    'SUBSTITUTE',
    'REMOVE',
    null,
    null,
  ]);
});

test('the customer is asked while the packer’s order is packed', () => {
  const propose = (by: string): Fact => ({ kind: 'SUBSTITUTION_PROPOSED', by, substitution });
  expect(decided(packing(), propose(packer))).toMatchObject({
    step: {
      kind: 'SUBSTITUTION_PROPOSED',
      detail: { name: 'Milk', quantity: 2, proposals: ['cheap', 'dear'] },
    },
    event: { type: 'order.substitution_proposed', substitutionId: 's', lineId: 'cart-milk', quantity: 2 },
  });
  expect(decided(packing(), propose('another'))).toEqual({ kind: 'illegal', because: 'claimed' });
});

test('a chosen product is reserved before anything of the order changes', () => {
  const decision = decided(packing(), answer(cheap));
  expect(decision).toMatchObject({
    event: { type: 'order.substitution_answered', answeredBy: 'CUSTOMER', substituteProductId: 'cheap' },
  });
  expect(decision).not.toHaveProperty('lines');
});

test('none of them: the pieces are left out and not paid', () => {
  expect(decided(packing(), answer(null))).toMatchObject({
    lines: [{ short: 2 }, { short: 0 }],
    totals: { total: 588 },
    before: [
      { event: { type: 'order.substitution_answered', substituteProductId: null } },
      { event: { type: 'order.line_short', quantity: 2, noticed: 'SHELF' } },
    ],
    event: { type: 'order.totals_changed' },
  });
});

test('nothing is left of the order: its cancellation is requested', () => {
  const order = packing({
    lines: [
      { ...milk, short: 1 },
      { ...rice, short: 2 },
    ],
  });
  expect(decided(order, answer(null, 'TIMEOUT'))).toMatchObject({
    next: { cancelRequested: 'OUT_OF_STOCK' },
    event: { type: 'order.cancel_requested' },
  });
});

describe('a reserved substitute', () => {
  test('is a line of the order, and the customer pays the lower price', () => {
    expect(decided(packing(), reserved(cheap))).toMatchObject({
      lines: [
        { id: 'milk', substituted: 2 },
        { id: 'rice' },
        { id: 'new', productId: 'cheap', quantity: 2, unitPrice: 50, total: 100, picked: 0 },
      ],
      totals: { subtotal: 400, total: 688 },
      before: [{ event: { type: 'order.line_substituted', quantity: 2, substitute: { id: 'new' } } }],
      event: { type: 'order.totals_changed' },
    });
  });

  test('that is dearer costs what was agreed, and the total stays', () => {
    expect(decided(packing(), reserved(dear))).toMatchObject({
      lines: [{}, {}, { unitPrice: 500, total: 197 }],
      totals: { subtotal: 1300, discount: 805, total: 785 },
      before: [],
      event: { type: 'order.line_substituted' },
    });
  });

  test('replaces no more than is open', () => {
    const lines = [{ ...milk, picked: 2 }, rice];
    expect(withSubstitute(lines, substitution, dear, 'new')).toMatchObject({
      pieces: 1,
      lines: [{ substituted: 1 }, {}, { quantity: 1, total: 99 }],
    });
    expect(withSubstitute([{ ...milk, picked: 3 }, rice], substitution, dear, 'new')).toBeNull();
  });
});

test('a substitute that the store does not have leaves the pieces out', () => {
  expect(decided(packing(), { kind: 'SUBSTITUTE_REFUSED', substitution })).toMatchObject({
    lines: [{ short: 2 }, {}],
    event: { type: 'order.totals_changed' },
  });
});

test.each<[string, Partial<WholeOrder>, string]>([
  ['packed', { status: 'READY' }, 'status'],
  ['cancelled', { status: 'CANCELLED' }, 'status'],
  ['to be cancelled', { cancelRequested: 'CUSTOMER_REQUEST' }, 'cancel_pending'],
])('an order that is %s is answered no more', (_, over, because) => {
  expect(decided(packing(over), answer(cheap))).toEqual({ kind: 'illegal', because });
  if (over.status === undefined) return;
  expect(decided(packing(over), answer(cheap, 'TIMEOUT'))).toEqual({ kind: 'noop' });
  expect(decided(packing(over), reserved(cheap))).toEqual({ kind: 'noop' });
});
