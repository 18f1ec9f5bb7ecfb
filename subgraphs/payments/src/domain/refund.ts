import { again } from './backoff.ts';
import { published, withNewTask, withRefund, withTask } from './decision.ts';
import type { Decision, Moment, Patience } from './decision.ts';
import { MAX_REFUNDS } from './payment.ts';
import type { Payment, PaymentStatus, Refund, Task } from './payment.ts';
import type { RefundAnswer } from './provider.ts';

export type RefundRefusal =
  | { readonly refused: 'state'; readonly status: PaymentStatus }
  | { readonly refused: 'too_high'; readonly refundable: number };

const refundableStates: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED'];

/** Staff gives money back; `amount` null is all that is left. Minor units. */
export function askRefund(
  payment: Payment,
  ask: { amount: number | null; reason: string; askedBy: string | null },
  moment: Moment,
): (Decision & { refund: Refund }) | RefundRefusal {
  const refundable = payment.captured - payment.refundAsked;
  if (!refundableStates.includes(payment.status) || payment.refunds.length >= MAX_REFUNDS) {
    return { refused: 'state', status: payment.status };
  }
  const amount = ask.amount ?? refundable;
  if (amount > refundable || amount < 1) return { refused: 'too_high', refundable };
  return addRefund(payment, { amount, reason: ask.reason, askedBy: ask.askedBy }, moment);
}

/** Gives back whatever was taken and is not on its way back. */
export function refundRest(payment: Payment, reason: string, moment: Moment): Decision {
  const amount = payment.captured - payment.refundAsked;
  return amount > 0 ? addRefund(payment, { amount, reason, askedBy: null }, moment) : { payment };
}

function addRefund(
  payment: Payment,
  ask: Pick<Refund, 'amount' | 'reason' | 'askedBy'>,
  moment: Moment,
): Decision & { refund: Refund } {
  const attempt = payment.attempts.find((candidate) => candidate.status === 'CAPTURED');
  if (!attempt) throw new Error(`payment ${payment.id} was captured without an attempt`);
  const refund: Refund = {
    id: moment.newId(),
    ...ask,
    status: 'PENDING',
    providerRef: null,
    createdAt: moment.now,
  };
  const asked: Payment = {
    ...payment,
    refundAsked: payment.refundAsked + ask.amount,
    refunds: [...payment.refunds, refund],
  };
  const task = { kind: 'REFUND', attemptId: attempt.id, amount: ask.amount, refundId: refund.id } as const;
  return { ...published(withNewTask(asked, task, moment), { type: 'payment.updated' }), refund };
}

/** The worker's call of a REFUND task was answered. */
export function refundAnswered(
  payment: Payment,
  task: Task,
  answer: RefundAnswer,
  moment: Moment,
  patience: Patience,
): Decision {
  const refund = payment.refunds.find((candidate) => candidate.id === task.refundId);
  if (refund?.status !== 'PENDING') return { payment: withTask(payment, { ...task, status: 'DONE' }) };
  if (answer.kind === 'unavailable') {
    return { payment: withTask(payment, again(task, answer.detail, moment, patience)) };
  }
  if (answer.kind === 'refused') {
    const closed = withTask(payment, { ...task, status: 'GIVEN_UP', lastError: answer.detail.slice(0, 500) });
    const given = withRefund(closed, { ...refund, status: 'FAILED' });
    const next: Payment = { ...given, refundAsked: payment.refundAsked - refund.amount };
    return published(next, { type: 'payment.updated' });
  }
  const closed = withTask(payment, { ...task, status: 'DONE' });
  const refunded = payment.refunded + refund.amount;
  const next: Payment = {
    ...withRefund(closed, { ...refund, status: 'SUCCEEDED', providerRef: answer.ref }),
    refunded,
    status: refunded === payment.captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  };
  return published(next, { type: 'payment.refunded', refundId: refund.id, refundAmount: refund.amount });
}
