import type { DeliveryStatus } from '@nakku/contracts';
import { orderTimes } from '../config.ts';
import { exampleFacts, statuses } from './exampleFacts.ts';
import { exampleOrder, exampleOrderFor, examplePacker } from './exampleOrder.ts';
import { decide } from './decide.ts';
import type { DeliveryFact, Fact } from './facts.ts';
import type { Progress, WholeOrder } from './order.ts';
import { progressOf } from './progress.ts';

const times = orderTimes.production;
const now = new Date('2026-03-01T12:05:00.000Z');
const minute = 60_000;

const courierId = '0192f0c0-0000-7000-8000-00000000000a';
const eta = new Date('2026-03-01T12:20:00.000Z');
function delivery(kind: Exclude<DeliveryFact['kind'], 'DELIVERY_FAILED'>, status: DeliveryStatus): Fact {
  return { kind, status, courierId, eta };
}

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

/** The change, or the test fails. */
function applied(order: WholeOrder, fact: Fact) {
  const decision = decide(order, fact, now, times);
  if (decision.kind !== 'applied') throw new Error(`not applied: ${JSON.stringify(decision)}`);
  return decision;
}

describe('a cancel that delivery decides', () => {
  const wanted: Partial<Progress> = { status: 'PACKING', cancelRequested: 'CUSTOMER_REQUEST' };

  test('is a flag; the state stays, an alert is set', () => {
    const change = applied(exampleOrder({ status: 'PACKING' }), { kind: 'CANCEL_REQUESTED', by: 'customer' });
    expect(change.next).toEqual({
      ...progressOf(exampleOrder({ status: 'PACKING' })),
      cancelRequested: 'CUSTOMER_REQUEST',
    });
    expect(change.step).toEqual({
      kind: 'CANCEL_REQUESTED',
      detail: { kind: 'CANCEL_REASON', reason: 'CUSTOMER_REQUEST' },
    });
    expect(change.schedule).toEqual([{ kind: 'order.cancel_alert', afterMs: minute }]);
    expect(change.unschedule).toEqual([]);
  });

  test('stops packing and further requests', () => {
    const order = exampleOrder(wanted);
    expect(decide(order, { kind: 'PACKING_FINISHED', by: examplePacker, bags: 1 }, now, times)).toEqual({
      kind: 'illegal',
      because: 'cancel_pending',
    });
    expect(decide(order, { kind: 'CANCEL_REQUESTED', by: 'staff' }, now, times)).toEqual({ kind: 'noop' });
    expect(decide(order, { kind: 'DEADLINE', of: 'PACKING' }, now, times)).toEqual({ kind: 'noop' });
    expect(decide(order, { kind: 'STOCK_REFUSED', reason: 'STOCK_LOST', shortages: [] }, now, times)).toEqual(
      { kind: 'noop' },
    );
  });

  test('is granted with the reason that was asked for', () => {
    const change = applied(exampleOrder(wanted), delivery('DELIVERY_CANCELLED', 'CANCELLED'));
    expect(change.event).toEqual({ type: 'order.cancelled', reason: 'CUSTOMER_REQUEST' });
    expect(change.next).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'CUSTOMER_REQUEST',
      cancelRequested: null,
    });
    expect(change.unschedule).toEqual(['order.deadline', 'order.alert', 'order.cancel_alert']);
  });

  test('is NO_COURIER when nobody had asked', () => {
    const change = applied(exampleOrder({ status: 'READY' }), delivery('DELIVERY_CANCELLED', 'CANCELLED'));
    expect(change.event).toEqual({ type: 'order.cancelled', reason: 'NO_COURIER' });
  });

  test('loses to pick-up: the order goes on, the refusal clears the flag', () => {
    const ready = exampleOrder({ status: 'READY', cancelRequested: 'STAFF_REQUEST' });
    const pickedUp = applied(ready, delivery('DELIVERY_STARTED', 'PICKED_UP'));
    expect(pickedUp.next).toMatchObject({ status: 'OUT_FOR_DELIVERY', cancelRequested: 'STAFF_REQUEST' });
    const refused = applied({ ...ready, ...pickedUp.next }, delivery('DELIVERY_CANCEL_REFUSED', 'PICKED_UP'));
    expect(refused.next).toMatchObject({ status: 'OUT_FOR_DELIVERY', cancelRequested: null });
    expect(refused.step).toEqual({ kind: 'CANCEL_REFUSED', detail: null });
    expect(refused.event).toEqual({ type: 'order.updated', change: 'CANCEL_REFUSED' });
    expect(refused.unschedule).toEqual(['order.cancel_alert']);
  });

  test('refused before pick-up starts the time of the state anew', () => {
    const change = applied(
      exampleOrder({ status: 'READY', cancelRequested: 'NO_COURIER' }),
      delivery('DELIVERY_CANCEL_REFUSED', 'ASSIGNED'),
    );
    expect(change.schedule).toEqual([{ kind: 'order.deadline', afterMs: 40 * minute }]);
  });

  test('needs no answer once the goods are handed over', () => {
    const order = exampleOrder({ status: 'OUT_FOR_DELIVERY', cancelRequested: 'STAFF_REQUEST' });
    const change = applied(order, delivery('DELIVERY_COMPLETED', 'DELIVERED'));
    expect(change.next).toMatchObject({ status: 'DELIVERED', cancelRequested: null });
    const done = { ...order, ...change.next };
    expect(decide(done, delivery('DELIVERY_CANCEL_REFUSED', 'DELIVERED'), now, times).kind).toBe('noop');
  });
});

describe('a payment', () => {
  const attempt = (status: 'FAILED' | 'ACTION_REQUIRED', n: number) =>
    exampleOrder({ status: 'RESERVED', payment: { status, method: null, attempt: n, refunded: 0 } });

  test('may fail, be tried again and fail again', () => {
    const fail = (n: number): Fact => ({ kind: 'PAYMENT_FAILED', attempt: n, reason: 'INSUFFICIENT_FUNDS' });
    expect(decide(attempt('FAILED', 1), fail(1), now, times)).toEqual({ kind: 'noop' });
    expect(applied(attempt('FAILED', 1), fail(2))).toMatchObject({
      next: { status: 'RESERVED', payment: { status: 'FAILED', attempt: 2 } },
      step: { kind: 'PAYMENT_FAILED', detail: { kind: 'PAYMENT_FAILURE', failure: 'INSUFFICIENT_FUNDS' } },
      event: { type: 'order.updated', change: 'PAYMENT_FAILED' },
      schedule: [],
      unschedule: [],
    });
    expect(decide(attempt('FAILED', 2), fail(1), now, times)).toEqual({ kind: 'noop' });
  });

  test('never goes back within an attempt', () => {
    const action: Fact = { kind: 'PAYMENT_ACTION_REQUIRED', attempt: 1 };
    expect(decide(attempt('FAILED', 1), action, now, times)).toEqual({ kind: 'noop' });
    expect(
      applied(attempt('ACTION_REQUIRED', 1), {
        kind: 'PAYMENT_FAILED',
        attempt: 1,
        reason: 'AUTHENTICATION_FAILED',
      }).next.payment.status,
    ).toBe('FAILED');
  });

  test('of a stray attempt is nothing to a confirmed order', () => {
    const order = exampleOrder({ status: 'PACKING' });
    expect(decide(order, { kind: 'PAYMENT_SETTLED', attempt: 2, to: 'VOIDED' }, now, times)).toEqual({
      kind: 'noop',
    });
  });

  test('is captured after it failed to be, and not the other way', () => {
    const order = exampleOrder({ status: 'DELIVERED' });
    const afterCapture = (from: WholeOrder, to: 'CAPTURED' | 'CAPTURE_FAILED' | 'CAPTURE_OVERDUE') =>
      decide(from, { kind: 'PAYMENT_SETTLED', attempt: 1, to }, now, times);
    const failed = applied(order, { kind: 'PAYMENT_SETTLED', attempt: 1, to: 'CAPTURE_FAILED' });
    expect(failed.next.status).toBe('DELIVERED');
    const after = { ...order, ...failed.next };
    expect(afterCapture(after, 'CAPTURE_OVERDUE').kind).toBe('applied');
    expect(afterCapture(after, 'CAPTURED').kind).toBe('applied');
    const captured = { ...order, payment: { ...order.payment, status: 'CAPTURED' as const } };
    expect(afterCapture(captured, 'CAPTURE_FAILED').kind).toBe('noop');
  });

  test('is refunded in parts, never more than was paid', () => {
    const order = exampleOrder({ status: 'DELIVERED' });
    const part = applied(order, { kind: 'PAYMENT_REFUNDED', refundedTotal: 500 });
    expect(part.step).toEqual({
      kind: 'PAYMENT_UPDATED',
      detail: { kind: 'PAYMENT_OUTCOME', outcome: 'PARTLY_REFUNDED' },
    });
    const after = { ...order, ...part.next };
    expect(decide(after, { kind: 'PAYMENT_REFUNDED', refundedTotal: 500 }, now, times).kind).toBe('noop');
    expect(decide(after, { kind: 'PAYMENT_REFUNDED', refundedTotal: 1291 }, now, times).kind).toBe('illegal');
    expect(applied(after, { kind: 'PAYMENT_REFUNDED', refundedTotal: 1290 }).step.detail).toEqual({
      kind: 'PAYMENT_OUTCOME',
      outcome: 'REFUNDED',
    });
  });
});

describe('a refund that failed', () => {
  const failed = { kind: 'PAYMENT_OUTCOME', outcome: 'REFUND_FAILED' };
  const refundedOrder = (refundedTotal: number) => {
    const order = exampleOrder({ status: 'DELIVERED' });
    return { ...order, ...applied(order, { kind: 'PAYMENT_REFUNDED', refundedTotal }).next };
  };

  test.each([
    ['of all', 1290, 0, 'CAPTURED'],
    ['of a part, the only one', 500, 0, 'CAPTURED'],
    ['of a part, beside another', 500, 200, 'REFUNDED'],
  ] as const)('%s counts no longer', (_, before, refundedTotal, status) => {
    const change = applied(refundedOrder(before), { kind: 'PAYMENT_REFUND_FAILED', refundedTotal });
    expect(change.next.payment).toMatchObject({ status, refunded: refundedTotal });
    expect(change.step).toEqual({ kind: 'PAYMENT_UPDATED', detail: failed });
  });

  test('can be repeated', () => {
    const order = refundedOrder(500);
    const after = { ...order, ...applied(order, { kind: 'PAYMENT_REFUND_FAILED', refundedTotal: 0 }).next };
    expect(applied(after, { kind: 'PAYMENT_REFUNDED', refundedTotal: 500 }).next.payment).toMatchObject({
      status: 'REFUNDED',
      refunded: 500,
    });
  });

  test('says nothing about a refund that nobody was told of', () => {
    const fact = { kind: 'PAYMENT_REFUND_FAILED', refundedTotal: 500 } as const;
    expect(decide(refundedOrder(500), fact, now, times)).toEqual({ kind: 'noop' });
  });

  test('never makes more of what was refunded', () => {
    const fact = { kind: 'PAYMENT_REFUND_FAILED', refundedTotal: 501 } as const;
    expect(decide(refundedOrder(500), fact, now, times)).toEqual({ kind: 'illegal', because: 'backwards' });
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
