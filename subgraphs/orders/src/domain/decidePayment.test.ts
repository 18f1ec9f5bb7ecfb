import { decide } from './decide.ts';
import { applied, now, times } from '../../test/exampleDecisions.ts';
import { exampleOrder } from './exampleOrder.ts';
import type { Fact } from './facts.ts';
import type { WholeOrder } from './order.ts';

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
