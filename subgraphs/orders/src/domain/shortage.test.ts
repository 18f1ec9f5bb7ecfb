import { orderTimes } from '../config.ts';
import { decide } from './decide.ts';
import { exampleLine, exampleOrder } from './exampleOrder.ts';
import type { Line } from './lines.ts';
import type { WholeOrder } from './order.ts';

const now = new Date('2026-03-01T12:05:00.000Z');
const milk = exampleLine();
const rice = exampleLine({
  id: 'rice',
  lineId: 'rice-line',
  productId: 'rice',
  name: 'Rice',
  quantity: 2,
  total: 200,
});

function ordered(lines: readonly Line[], status: WholeOrder['status'] = 'PLACED'): WholeOrder {
  const order = exampleOrder({ status, lines });
  return { ...order, totals: { ...order.totals, subtotal: 1200, tax: 98, total: 1490 }, agreedTotal: 1490 };
}

const short = (productId: string, requested: number, available: number) => [
  { productId, requested, available },
];
const reservedWith = (order: WholeOrder, shortages: ReturnType<typeof short>) => {
  const decision = decide(order, { kind: 'STOCK_RESERVED', shortages }, now, orderTimes.production);
  if (decision.kind !== 'applied') throw new Error(decision.kind);
  return decision;
};

test('an order goes on without what is short: each short line and the new total are steps before RESERVED', () => {
  const decision = reservedWith(ordered([milk, rice]), short('rice', 2, -1));
  expect(decision.next).toMatchObject({ status: 'RESERVED', shortages: short('rice', 2, -1) });
  expect(decision.before).toEqual([
    {
      step: { kind: 'LINE_SHORT', detail: { kind: 'LINE_SHORT', name: 'Rice', quantity: 2 } },
      event: {
        type: 'order.line_short',
        lineId: 'rice-line',
        productId: 'rice',
        quantity: 2,
        noticed: 'PLACEMENT',
      },
    },
    {
      step: {
        kind: 'TOTAL_CHANGED',
        detail: { kind: 'TOTAL_CHANGED', from: 1490, to: 1290, currency: 'EUR' },
      },
      event: { type: 'order.totals_changed' },
    },
  ]);
  expect(decision.event).toEqual({ type: 'order.reserved' });
  expect(decision.lines).toEqual([milk, { ...rice, short: 2 }]);
  expect(decision.totals).toMatchObject({ subtotal: 1000, total: 1290 });
});

test.each<[string, readonly Line[], ReturnType<typeof short>]>([
  ['nothing is left', [rice], short('rice', 2, 0)],
  ['a line wants all or nothing', [milk, { ...rice, ifUnavailable: 'ALL_OR_NOTHING' }], short('rice', 2, 1)],
])('it is cancelled if %s', (_, lines, shortages) => {
  const decision = reservedWith(ordered(lines), shortages);
  expect(decision.next).toMatchObject({ status: 'CANCELLED', cancelReason: 'OUT_OF_STOCK', shortages });
  expect(decision).toMatchObject({ event: { type: 'order.cancelled' } });
  expect([decision.before, decision.lines, decision.totals]).toEqual([undefined, undefined, undefined]);
});

test('a hold that ran out and is had again in part makes a confirmed order shorter', () => {
  const decision = reservedWith(ordered([milk, rice], 'CONFIRMED'), short('rice', 2, 1));
  expect(decision.next.status).toBe('CONFIRMED');
  expect(decision.before?.map(({ step }) => step.kind)).toEqual(['LINE_SHORT']);
  expect(decision).toMatchObject({
    step: { kind: 'TOTAL_CHANGED' },
    event: { type: 'order.totals_changed' },
  });
  expect(decision.lines).toEqual([milk, { ...rice, short: 1 }]);
  const insists = ordered([milk, { ...rice, ifUnavailable: 'ALL_OR_NOTHING' }], 'PACKING');
  expect(reservedWith(insists, short('rice', 2, 1)).next).toMatchObject({ cancelRequested: 'STOCK_LOST' });
  const packed = ordered([milk, { ...rice, picked: 2 }], 'PACKING');
  expect(
    decide(packed, { kind: 'STOCK_RESERVED', shortages: short('rice', 2, 0) }, now, orderTimes.production),
  ).toEqual({
    kind: 'noop',
  });
});
