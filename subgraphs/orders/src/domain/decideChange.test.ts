import { orderTimes } from '../config.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import {
  exampleChange,
  exampleChangeId as changeId,
  exampleLine,
  exampleOrder,
  examplePacker,
  examplePlan,
} from './exampleOrder.ts';
import type { Fact } from './facts.ts';
import type { WholeOrder } from './order.ts';

const now = new Date('2026-03-01T12:05:00.000Z');
const confirmed = (over: Partial<WholeOrder> = {}): WholeOrder => ({
  ...exampleOrder({ status: 'CONFIRMED' }),
  ...over,
});
const decided = (order: WholeOrder, fact: Fact): Decision => decide(order, fact, now, orderTimes.production);

function applied(order: WholeOrder, fact: Fact): Extract<Decision, { kind: 'applied' }> {
  const decision = decided(order, fact);
  if (decision.kind !== 'applied') throw new Error(decision.kind);
  return decision;
}
const eventsOf = ({ before = [], event }: Extract<Decision, { kind: 'applied' }>) =>
  [...before.map((happening) => happening.event), event].map(({ type }) => type);

test('what needs more stock waits for it, then for the money, and is made when both are there', () => {
  const order = confirmed();
  const waiting = applied(order, { kind: 'CHANGE_REQUESTED', changeId, plan: examplePlan() });
  expect(waiting.next.change).toEqual(exampleChange('STOCK'));
  expect(waiting.event).toMatchObject({ type: 'order.change_requested', changeId });
  expect(waiting.schedule).toEqual([{ kind: 'order.change', afterMs: 60_000 }]);
  expect([waiting.lines, waiting.totals, waiting.agreed]).toEqual([undefined, undefined, undefined]);

  const held = applied({ ...order, ...waiting.next }, { kind: 'CHANGE_STOCK_RESERVED', changeId });
  expect(held.next.change).toEqual(exampleChange('PAYMENT'));
  expect(held.event).toEqual({ type: 'order.change_reserved', changeId, amount: 1390 });

  const made = applied({ ...order, ...held.next }, { kind: 'PAYMENT_INCREASED', changeId, attempt: 2 });
  expect(made.next).toMatchObject({ status: 'CONFIRMED', change: null, payment: { attempt: 2 } });
  expect(made.lines).toEqual([exampleLine({ quantity: 11, total: 1100 })]);
  expect([made.totals?.total, made.agreed?.agreedTotal]).toEqual([1390, 1390]);
  expect(eventsOf(made)).toEqual(['order.modified', 'order.totals_changed']);
  expect(made.unschedule).toEqual(['order.change']);
});

test('what needs no more stock waits for the money alone, and what costs no more is made at once', () => {
  const dearer = { ...examplePlan(10), totals: { ...examplePlan(10).totals, deliveryFee: 390, total: 1390 } };
  const waiting = applied(confirmed(), { kind: 'CHANGE_REQUESTED', changeId, plan: dearer });
  expect(waiting.event).toEqual({ type: 'order.change_reserved', changeId, amount: 1390 });
  const less = { ...examplePlan(10), lines: [exampleLine({ removed: 4 })] };
  const made = applied(confirmed(), { kind: 'CHANGE_REQUESTED', changeId, plan: less });
  expect([made.next.change, made.totals?.total, made.agreed?.agreedTotal]).toEqual([null, 890, 890]);
  expect(eventsOf(made)).toEqual(['order.modified', 'order.totals_changed']);
});

test.each<[string, Fact, string, string[]]>([
  [
    'packing that starts',
    { kind: 'PACKING_STARTED', by: examplePacker, takesOver: false },
    'PACKING_STARTED',
    ['order.change_closed', 'order.updated'],
  ],
  [
    'a cancel',
    { kind: 'CANCEL_REQUESTED', by: 'customer' },
    'CANCELLED',
    ['order.change_closed', 'order.cancel_requested'],
  ],
  [
    'stock that is lost',
    {
      ...{ kind: 'STOCK_RESERVED' },
      shortages: [{ productId: exampleLine().productId, requested: 10, available: 7 }],
    },
    'OUT_OF_STOCK',
    ['order.line_short', 'order.change_closed', 'order.totals_changed'],
  ],
])('%s wins over a change that waits, which is released', (_name, fact, reason, events) => {
  for (const waitsFor of ['STOCK', 'PAYMENT'] as const) {
    const decision = applied(confirmed({ change: exampleChange(waitsFor) }), fact);
    expect(decision.next.change).toBeNull();
    expect(eventsOf(decision)).toEqual(events);
    expect(decision.before?.find(({ event }) => event.type === 'order.change_closed')).toEqual({
      step: { kind: 'CHANGE_CLOSED', detail: { kind: 'CHANGE_REFUSED', reason } },
      event: { type: 'order.change_closed', changeId, reason },
    });
    expect(decision.unschedule).toContain('order.change');
  }
});

test('what is said of another change, or too late, means nothing', () => {
  const other = '0192f0c0-0000-7000-8000-000000000099';
  const waiting = confirmed({ change: exampleChange('PAYMENT') });
  for (const order of [waiting, confirmed()]) {
    expect(decided(order, { kind: 'CHANGE_STOCK_RESERVED', changeId })).toEqual({ kind: 'noop' });
    expect(decided(order, { kind: 'CHANGE_STOCK_REFUSED', changeId: other })).toEqual({ kind: 'noop' });
    expect(decided(order, { kind: 'PAYMENT_INCREASE_FAILED', changeId: other })).toEqual({ kind: 'noop' });
  }
});

test('a second hold that came too late for its change still is the one that counts', () => {
  const late = applied(confirmed(), { kind: 'PAYMENT_INCREASED', changeId, attempt: 2 });
  expect([late.next.payment.attempt, late.lines, late.event]).toEqual([
    2,
    undefined,
    { type: 'order.updated', change: 'PAYMENT_STATUS' },
  ]);
});

test('of two changes the second waits for the first', () => {
  const order = confirmed({ change: exampleChange('STOCK') });
  expect(decided(order, { kind: 'CHANGE_REQUESTED', changeId, plan: examplePlan() })).toEqual({
    ...{ kind: 'illegal', because: 'change_pending' },
  });
});
