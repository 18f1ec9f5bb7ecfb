import type { DeliveryStatus } from '@nakku/contracts';
import { exampleFacts, statuses } from './exampleFacts.ts';
import { exampleOrder, exampleOrderFor, examplePacker } from './exampleOrder.ts';
import { decide } from './decide.ts';
import { applied, courierId, delivery, eta, now, times } from '../../test/exampleDecisions.ts';
import type { Fact } from './facts.ts';
import type { WholeOrder } from './order.ts';

const minute = 60_000;

/** `event → next status` of what is applied, `=` for a no-op, `!` for what is refused. */
function outcome(order: WholeOrder, fact: Fact): string {
  const decision = decide(order, fact, now, times);
  if (decision.kind === 'noop') return '=';
  if (decision.kind === 'illegal') return '!';
  return `${decision.event.type} → ${decision.next.status}`;
}

const cancels = 'order.cancelled → CANCELLED';
const cancelRequest = 'order.cancel_requested → ';
const updates = 'order.updated → ';

/** What happens in CONFIRMED only; `otherwise` in all other statuses. */
const whenConfirmed = (event: string, otherwise: string): string[] =>
  statuses.map((status) => (status === 'CONFIRMED' ? `${event} → CONFIRMED` : otherwise));

/** The table of states (domain.md), one row per fact, in the order of `statuses`. */
const table: Record<string, string[]> = {
  'stock reserved': ['order.reserved → RESERVED', '=', '=', '=', '=', '=', '=', '=', '=', '='],
  'stock refused': [cancels, cancels, '!', '!', '!', '!', '!', '!', '!', '='],
  'stock lost': [
    cancels,
    cancels,
    `${cancelRequest}CONFIRMED`,
    `${cancelRequest}PACKING`,
    `${cancelRequest}READY`,
    ...['=', '=', '=', '=', '='],
  ],
  'payment authorised': ['!', 'order.confirmed → CONFIRMED', '=', '=', '=', '=', '=', '=', '=', '='],
  'payment failed': ['!', `${updates}RESERVED`, '=', '=', '=', '=', '=', '=', '=', '='],
  'payment needs action': ['!', `${updates}RESERVED`, '=', '=', '=', '=', '=', '=', '=', '='],
  'payment captured': ['!', '!', ...statuses.slice(2).map((status) => updates + status)],
  'payment voided': ['=', '=', ...statuses.slice(2).map((status) => updates + status)],
  'payment refunded': ['!', '!', ...statuses.slice(2).map((status) => updates + status)],
  'packing started': ['!', '!', `${updates}PACKING`, '=', '!', '!', '!', '!', '!', '!'],
  'pieces picked': ['!', '!', '!', 'order.line_picked → PACKING', '!', '!', '!', '!', '!', '!'],
  'pieces missing': ['!', '!', '!', 'order.totals_changed → PACKING', '!', '!', '!', '!', '!', '!'],
  'packing finished': ['!', '!', '!', 'order.ready → READY', '=', '!', '!', '!', '!', '!'],
  'courier assigned': [
    ...['!', '!'],
    `${updates}CONFIRMED`,
    `${updates}PACKING`,
    `${updates}READY`,
    `${updates}OUT_FOR_DELIVERY`,
    '!',
    `${updates}RETURNING`,
    ...['!', '!'],
  ],
  'picked up': ['!', '!', '!', '!', 'order.picked_up → OUT_FOR_DELIVERY', '=', '=', '=', '=', '!'],
  'handed over': ['!', '!', '!', '!', '!', 'order.completed → DELIVERED', '=', '!', '!', '!'],
  'not handed over': ['!', '!', '!', '!', '!', 'order.delivery_failed → RETURNING', '!', '=', '=', '!'],
  'brought back': ['!', '!', '!', '!', '!', '!', '!', 'order.returned → RETURNED', '=', '!'],
  'delivery cancelled': ['!', '!', cancels, cancels, cancels, '!', '!', '!', '!', '='],
  'customer cancels': [
    cancels,
    cancels,
    `${cancelRequest}CONFIRMED`,
    `${cancelRequest}PACKING`,
    ...['!', '!', '!', '!', '!', '='],
  ],
  'customer changes what costs no more': whenConfirmed('order.modified', '!'),
  'customer changes what costs more': whenConfirmed('order.change_requested', '!'),
  'stock of a change reserved': whenConfirmed('order.change_reserved', '='),
  'stock of a change refused': whenConfirmed('order.change_closed', '='),
  'payment increased for a change': whenConfirmed('order.totals_changed', '='),
  'payment not increased': whenConfirmed('order.change_closed', '='),
  'change not secured in time': whenConfirmed('order.change_closed', '='),
  rated: ['!', '!', '!', '!', '!', '!', 'order.rated → DELIVERED', '!', '!', '!'],
  'staff cancels': [
    cancels,
    cancels,
    `${cancelRequest}CONFIRMED`,
    `${cancelRequest}PACKING`,
    `${cancelRequest}READY`,
    ...['!', '!', '!', '!', '='],
  ],
  'time over': [
    cancels,
    cancels,
    `${cancelRequest}CONFIRMED`,
    `${cancelRequest}PACKING`,
    `${cancelRequest}READY`,
    ...['=', '=', '=', '=', '='],
  ],
};

describe('the table of states', () => {
  test.each(Object.entries(exampleFacts))('%s', (name, fact) => {
    const row = statuses.map((status) => outcome(exampleOrderFor(fact, status), fact));
    expect(row).toEqual(table[name]);
  });

  test('repeats of what was applied are no-ops, whatever the fact', () => {
    for (const fact of Object.values(exampleFacts)) {
      // More pieces of a line are another fact, and so is another change.
      if (['LINES_PICKED', 'SHELF_SHORT', 'CHANGE_REQUESTED'].includes(fact.kind)) continue;
      for (const status of statuses) {
        const order = exampleOrderFor(fact, status);
        const decision = decide(order, fact, now, times);
        if (decision.kind !== 'applied') continue;
        const again = decide({ ...order, ...decision.next, version: 2 }, fact, now, times);
        expect([status, fact.kind, again.kind]).toEqual([status, fact.kind, 'noop']);
      }
    }
  });

  test('time over', () => {
    const row = statuses.map((status) => outcome(exampleOrder({ status }), { kind: 'DEADLINE', of: status }));
    expect(row).toEqual(table['time over']);
    const late: Fact = { kind: 'DEADLINE', of: 'CONFIRMED' };
    expect(outcome(exampleOrder({ status: 'PACKING' }), late)).toBe('=');
  });

  test('time over says why', () => {
    const reasons = statuses.slice(0, 5).map((status) => {
      const decision = decide(exampleOrder({ status }), { kind: 'DEADLINE', of: status }, now, times);
      return decision.kind === 'applied' && 'reason' in decision.event ? decision.event.reason : null;
    });
    expect(reasons).toEqual([
      'RESERVATION_TIMEOUT',
      'PAYMENT_TIMEOUT',
      'STORE_TIMEOUT',
      'STORE_TIMEOUT',
      'NO_COURIER',
    ]);
  });
});

describe('stock that is refused', () => {
  const shortages = [{ productId: courierId, requested: 3, available: 1 }];

  test.each([
    ['OUT_OF_STOCK', 'OUT_OF_STOCK'],
    ['UNKNOWN_STORE', 'STORE_UNAVAILABLE'],
  ] as const)('%s cancels the order for the reason %s', (reason, cancelReason) => {
    for (const status of ['PLACED', 'RESERVED'] as const) {
      const change = applied(exampleOrder({ status }), { kind: 'STOCK_REFUSED', reason, shortages: [] });
      expect(change.next).toMatchObject({ status: 'CANCELLED', cancelReason });
      expect(change.step.detail).toEqual({ kind: 'CANCEL_REASON', reason: cancelReason });
      expect(change.event).toEqual({ type: 'order.cancelled', reason: cancelReason });
    }
  });

  test('leaves what was missing on the order', () => {
    const refused = { kind: 'STOCK_REFUSED', reason: 'OUT_OF_STOCK', shortages } as const;
    expect(applied(exampleOrder(), refused).next.shortages).toEqual(shortages);
    const lost = { ...refused, reason: 'STOCK_LOST' } as const;
    const packing = applied(exampleOrder({ status: 'PACKING' }), lost);
    expect(packing.next).toMatchObject({ cancelRequested: 'STOCK_LOST', shortages });
  });
});

describe('a delivery', () => {
  const withDelivery = (status: DeliveryStatus | null, order: WholeOrder['status'] = 'READY') =>
    exampleOrder({ status: order, delivery: { status, courierId: status ? courierId : null, eta: null } });

  test('tells a new time of arrival apart from a new status', () => {
    const assigned = withDelivery('ASSIGNED');
    expect(applied(assigned, delivery('DELIVERY_PROGRESSED', 'ASSIGNED')).event).toEqual({
      type: 'order.updated',
      change: 'ETA',
    });
    const atStore = applied(assigned, delivery('DELIVERY_PROGRESSED', 'AT_STORE'));
    expect(atStore.event).toEqual({ type: 'order.updated', change: 'DELIVERY_STATUS' });
    expect(atStore.step).toEqual({
      kind: 'DELIVERY_UPDATED',
      detail: { kind: 'DELIVERY_STATUS', status: 'AT_STORE' },
    });
    expect(atStore.next.delivery).toEqual({ status: 'AT_STORE', courierId, eta });
  });

  test('may lose its courier before pick-up, never afterwards', () => {
    const back: Fact = { kind: 'DELIVERY_PROGRESSED', status: 'SCHEDULED', courierId: null, eta: null };
    const change = applied(withDelivery('AT_STORE'), back);
    expect(change.next.delivery).toEqual({ status: 'SCHEDULED', courierId: null, eta: null });
    expect(change.step.detail).toEqual({ kind: 'COURIER_SEARCH_REPEATED' });
    expect(decide(withDelivery('NEARBY', 'OUT_FOR_DELIVERY'), back, now, times)).toEqual({
      kind: 'illegal',
      because: 'backwards',
    });
  });
});

describe('deadlines', () => {
  test('begin with each state and replace those of the former', () => {
    const at = (status: WholeOrder['status'], fact: Fact) => {
      const { schedule, unschedule } = applied(exampleOrderFor(fact, status), fact);
      return { schedule: schedule.map(({ kind, afterMs }) => [kind, afterMs / minute]), unschedule };
    };
    expect(at('PLACED', { kind: 'STOCK_RESERVED', shortages: [] })).toEqual({
      schedule: [['order.deadline', 10]],
      unschedule: ['order.alert'],
    });
    expect(at('RESERVED', { kind: 'PAYMENT_AUTHORIZED', attempt: 1, method: 'CARD' })).toEqual({
      schedule: [
        ['order.deadline', 30],
        ['order.alert', 10],
      ],
      unschedule: [],
    });
    expect(
      at('CONFIRMED', { kind: 'PACKING_STARTED', by: examplePacker, takesOver: false }).schedule,
    ).toEqual([
      ['order.deadline', 60],
      ['order.alert', 20],
    ]);
    expect(at('PACKING', { kind: 'PACKING_FINISHED', by: examplePacker, bags: 1 }).schedule).toEqual([
      ['order.deadline', 40],
      ['order.alert', 20],
    ]);
    // 12:05 now, promised until 12:25: 20 minutes, and the hour after it.
    expect(at('READY', delivery('DELIVERY_STARTED', 'PICKED_UP'))).toEqual({
      schedule: [['order.alert', 80]],
      unschedule: ['order.deadline'],
    });
    expect(
      at('OUT_FOR_DELIVERY', {
        kind: 'DELIVERY_FAILED',
        status: 'FAILED',
        courierId,
        eta,
        reason: 'Nobody home',
      }),
    ).toEqual({ schedule: [['order.alert', 60]], unschedule: ['order.deadline'] });
    expect(at('OUT_FOR_DELIVERY', delivery('DELIVERY_COMPLETED', 'DELIVERED'))).toEqual({
      schedule: [],
      unschedule: ['order.deadline', 'order.alert'],
    });
  });
});

test('confirmation keeps its instant', () => {
  const change = applied(exampleOrder({ status: 'RESERVED' }), {
    kind: 'PAYMENT_AUTHORIZED',
    attempt: 3,
    method: 'CASH',
  });
  expect(change.next).toMatchObject({
    confirmedAt: now,
    payment: { status: 'AUTHORIZED', method: 'CASH', attempt: 3, refunded: 0 },
  });
});
