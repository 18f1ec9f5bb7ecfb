import { decide } from './decide.ts';
import { applied, delivery, now, times } from '../../test/exampleDecisions.ts';
import { exampleOrder, examplePacker } from './exampleOrder.ts';
import type { Progress } from './order.ts';
import { progressOf } from './progress.ts';

const minute = 60_000;

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
