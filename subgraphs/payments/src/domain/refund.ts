import { formatAmount } from '@nakku/money';
import { retryLater } from './backoff.ts';
import { published, withNewTask, withRefund, withTask } from './decision.ts';
import type { Decision, Clock, RetryPolicy } from './decision.ts';
import { MAX_REFUNDS } from './payment.ts';
import type { LineAmount, Payment, PaymentStatus, Refund, Task } from './payment.ts';
import type { ProviderRefund, RefundResponse } from './providerPort.ts';

export type RefundRefusal =
  | { readonly refused: 'state'; readonly status: PaymentStatus }
  | { readonly refused: 'too_high'; readonly refundable: number }
  /** `line` is the place of the line in the request, from 0. */
  | { readonly refused: 'line_unknown'; readonly line: number }
  | { readonly refused: 'line_too_high'; readonly line: number; readonly refundable: number };

/** What staff asks for, in minor units. `amount` null is all that is left, of the payment or of a line. */
export interface RefundRequest {
  readonly amount: number | null;
  /** Lines of the order; empty for the payment as a whole, otherwise `amount` is null. */
  readonly lines: readonly { readonly lineId: string; readonly amount: number | null }[];
  readonly reason: string;
  readonly requestedBy: string;
}

const refundableStates: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED'];

/** Staff gives money back: never more than was captured and is not refunded yet, and of no line more than it cost. */
export function requestRefund(
  payment: Payment,
  request: RefundRequest,
  clock: Clock,
): (Decision & { refund: Refund }) | RefundRefusal {
  const refundable = payment.captured - payment.refundRequested;
  if (!refundableStates.includes(payment.status) || payment.refunds.length >= MAX_REFUNDS) {
    return { refused: 'state', status: payment.status };
  }
  const lines = lineAmounts(payment, request.lines);
  if ('refused' in lines) return lines;
  const ofLines = lines.amounts.reduce((sum, line) => sum + line.amount, 0);
  const amount = request.lines.length > 0 ? ofLines : (request.amount ?? refundable);
  if (amount > refundable || amount < 1) return { refused: 'too_high', refundable };
  const { reason, requestedBy } = request;
  return addRefund(payment, { amount, reason, requestedBy, lines: lines.amounts }, clock);
}

/** What is refunded of each line that was asked for. */
function lineAmounts(
  payment: Payment,
  requested: RefundRequest['lines'],
): { readonly amounts: readonly LineAmount[] } | RefundRefusal {
  const amounts: LineAmount[] = [];
  for (const [index, { lineId, amount }] of requested.entries()) {
    const line = payment.lines.find((known) => known.lineId === lineId);
    if (!line) return { refused: 'line_unknown', line: index };
    const earlier = payment.refunds.flatMap(({ status, lines }) => (status === 'FAILED' ? [] : lines));
    const given = [...earlier, ...amounts].filter((known) => known.lineId === lineId);
    const left = line.amount - given.reduce((sum, known) => sum + known.amount, 0);
    const wanted = amount ?? left;
    if (wanted > left || wanted < 1) return { refused: 'line_too_high', line: index, refundable: left };
    amounts.push({ lineId, amount: wanted });
  }
  return { amounts };
}

/** Gives back whatever was taken and is not on its way back. */
export function refundRest(payment: Payment, reason: string, clock: Clock): Decision {
  const amount = payment.captured - payment.refundRequested;
  return amount > 0
    ? addRefund(payment, { amount, reason, requestedBy: null, lines: [] }, clock)
    : { payment };
}

function addRefund(
  payment: Payment,
  request: Pick<Refund, 'amount' | 'reason' | 'requestedBy' | 'lines'>,
  clock: Clock,
): Decision & { refund: Refund } {
  const attempt = payment.attempts.find((candidate) => candidate.status === 'CAPTURED');
  if (!attempt) throw new Error(`payment ${payment.id} was captured without an attempt`);
  const refund: Refund = {
    id: clock.newId(),
    ...request,
    status: 'PENDING',
    providerRef: null,
    createdAt: clock.now,
  };
  const requested: Payment = {
    ...payment,
    refundRequested: payment.refundRequested + request.amount,
    refunds: [...payment.refunds, refund],
  };
  const task = {
    kind: 'REFUND',
    attemptId: attempt.id,
    amount: request.amount,
    refundId: refund.id,
  } as const;
  return { ...published(withNewTask(requested, task, clock), { type: 'payment.updated' }), refund };
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
    return failRefund(closed, refund);
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

/**
 * The provider was seen to have `seen` for a refund of ours. A success comes with the response to the worker's call; a
 * failure may come days later, when the customer's bank sends the money back.
 */
export function observeRefund(payment: Payment, seen: ProviderRefund): Decision {
  const refund = payment.refunds.find(
    (known) => known.id === seen.refundId || (known.providerRef !== null && known.providerRef === seen.ref),
  );
  if (!refund || seen.state !== 'FAILED' || refund.status === 'FAILED') return { payment };
  if (seen.amount !== refund.amount || seen.currency !== payment.currency) {
    const ours = `${refund.amount} ${payment.currency}`;
    const detail = `refund ${refund.id}: requested ${ours}, the provider has ${seen.amount} ${seen.currency}`;
    return { payment, alert: { kind: 'AMOUNT_MISMATCH', detail } };
  }
  const tasks = payment.tasks.map((task): Task =>
    task.refundId === refund.id && task.status === 'OPEN' ? { ...task, status: 'GIVEN_UP' } : task,
  );
  return failRefund({ ...payment, tasks }, refund);
}

/** The money is ours again: it can be refunded anew, and somebody must do that. */
function failRefund(payment: Payment, refund: Refund): Decision {
  const isReturned = refund.status === 'SUCCEEDED';
  const refunded = isReturned ? payment.refunded - refund.amount : payment.refunded;
  const next: Payment = {
    ...withRefund(payment, { ...refund, status: 'FAILED' }),
    refundRequested: payment.refundRequested - refund.amount,
    refunded,
    ...(isReturned
      ? { status: refunded === 0 ? ('CAPTURED' as const) : ('PARTIALLY_REFUNDED' as const) }
      : {}),
  };
  const detail = `refund ${refund.id} of ${formatAmount(refund.amount, payment.currency)} failed`;
  const event = { type: 'payment.refund_failed', refundId: refund.id, refundAmount: refund.amount } as const;
  return { ...published(next, event), alert: { kind: 'REFUND_FAILED', detail } };
}
