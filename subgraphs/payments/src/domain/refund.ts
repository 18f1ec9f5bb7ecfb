import { retryLater } from './backoff.ts';
import { published, withNewTask, withRefund, withTask } from './decision.ts';
import type { Decision, Clock, RetryPolicy } from './decision.ts';
import { MAX_REFUNDS } from './payment.ts';
import type { Payment, PaymentStatus, Refund, Task } from './payment.ts';
import type { RefundResponse } from './providerPort.ts';

export type RefundRefusal =
  | { readonly refused: 'state'; readonly status: PaymentStatus }
  | { readonly refused: 'too_high'; readonly refundable: number };

const refundableStates: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED'];

/** Staff gives money back; `amount` null is all that is left. Minor units. */
export function requestRefund(
  payment: Payment,
  ask: { amount: number | null; reason: string; requestedBy: string | null },
  clock: Clock,
): (Decision & { refund: Refund }) | RefundRefusal {
  const refundable = payment.captured - payment.refundRequested;
  if (!refundableStates.includes(payment.status) || payment.refunds.length >= MAX_REFUNDS) {
    return { refused: 'state', status: payment.status };
  }
  const amount = ask.amount ?? refundable;
  if (amount > refundable || amount < 1) return { refused: 'too_high', refundable };
  return addRefund(payment, { amount, reason: ask.reason, requestedBy: ask.requestedBy }, clock);
}

/** Gives back whatever was taken and is not on its way back. */
export function refundRest(payment: Payment, reason: string, clock: Clock): Decision {
  const amount = payment.captured - payment.refundRequested;
  return amount > 0 ? addRefund(payment, { amount, reason, requestedBy: null }, clock) : { payment };
}

function addRefund(
  payment: Payment,
  ask: Pick<Refund, 'amount' | 'reason' | 'requestedBy'>,
  clock: Clock,
): Decision & { refund: Refund } {
  const attempt = payment.attempts.find((candidate) => candidate.status === 'CAPTURED');
  if (!attempt) throw new Error(`payment ${payment.id} was captured without an attempt`);
  const refund: Refund = {
    id: clock.newId(),
    ...ask,
    status: 'PENDING',
    providerRef: null,
    createdAt: clock.now,
  };
  const asked: Payment = {
    ...payment,
    refundRequested: payment.refundRequested + ask.amount,
    refunds: [...payment.refunds, refund],
  };
  const task = { kind: 'REFUND', attemptId: attempt.id, amount: ask.amount, refundId: refund.id } as const;
  return { ...published(withNewTask(asked, task, clock), { type: 'payment.updated' }), refund };
}

/** The worker's call for a REFUND task got its response. */
export function applyRefundResponse(
  payment: Payment,
  task: Task,
  response: RefundResponse,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  const refund = payment.refunds.find((candidate) => candidate.id === task.refundId);
  if (refund?.status !== 'PENDING') return { payment: withTask(payment, { ...task, status: 'DONE' }) };
  if (response.kind === 'unavailable') {
    return { payment: withTask(payment, retryLater(task, response.detail, clock, retryPolicy)) };
  }
  if (response.kind === 'refused') {
    const closed = withTask(payment, {
      ...task,
      status: 'GIVEN_UP',
      lastError: response.detail.slice(0, 500),
    });
    const given = withRefund(closed, { ...refund, status: 'FAILED' });
    const next: Payment = { ...given, refundRequested: payment.refundRequested - refund.amount };
    return published(next, { type: 'payment.updated' });
  }
  const closed = withTask(payment, { ...task, status: 'DONE' });
  const refunded = payment.refunded + refund.amount;
  const next: Payment = {
    ...withRefund(closed, { ...refund, status: 'SUCCEEDED', providerRef: response.ref }),
    refunded,
    status: refunded === payment.captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  };
  return published(next, { type: 'payment.refunded', refundId: refund.id, refundAmount: refund.amount });
}
