import type { RefundReason } from '@nakku/contracts';
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
  | { readonly refused: 'line_too_high'; readonly line: number; readonly refundable: number }
  | { readonly refused: 'charge_too_high'; readonly charge: Charge; readonly refundable: number };

/** What is charged beside the lines. */
export type Charge = 'deliveryFee' | 'tip';

/** What staff asks for, in minor units. `amount` null is all that is left, of the payment or of a line. */
export interface RefundRequest {
  readonly amount: number | null;
  /** Lines of the order; without lines and charges it is the payment as a whole, otherwise `amount` is null. */
  readonly lines: readonly { readonly lineId: string; readonly amount: number | null }[];
  readonly deliveryFee: number;
  readonly tip: number;
  readonly reason: string;
  readonly reasonCode: RefundReason;
  /** Null: the system. */
  readonly requestedBy: string | null;
}

const refundableStates: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED'];

/** The order was delivered and its money is being taken, perhaps again and again. */
function isBeingCaptured({ phase, status }: Payment): boolean {
  return phase === 'COMPLETED' && (status === 'AUTHORIZED' || status === 'CAPTURE_FAILED');
}

/** What may still be given back: of what was captured, or will be. */
function refundableOf(payment: Payment): number {
  if (!isBeingCaptured(payment)) return payment.captured - payment.refundRequested;
  const waiting = payment.refunds.filter(({ status }) => status === 'AWAITING_CAPTURE');
  return payment.amount - waiting.reduce((sum, { amount }) => sum + amount, 0);
}

/**
 * Staff gives money back: never more than was captured and is not refunded yet, of no line more than it cost, and more
 * than `approvalAbove` only with a second person.
 */
export function requestRefund(
  payment: Payment,
  request: RefundRequest,
  clock: Clock,
  approvalAbove = Number.MAX_SAFE_INTEGER,
): (Decision & { refund: Refund }) | RefundRefusal {
  const isEarly = isBeingCaptured(payment);
  const isRefundable = isEarly || refundableStates.includes(payment.status);
  if (!isRefundable || payment.refunds.length >= MAX_REFUNDS) {
    return { refused: 'state', status: payment.status };
  }
  const lines = lineAmounts(payment, request.lines);
  if ('refused' in lines) return lines;
  const charges = chargesRefusal(payment, request);
  if (charges) return charges;
  const refundable = refundableOf(payment);
  const { reason, reasonCode, requestedBy, deliveryFee, tip } = request;
  const ofParts = lines.amounts.reduce((sum, line) => sum + line.amount, deliveryFee + tip);
  const amount = request.lines.length > 0 || ofParts > 0 ? ofParts : (request.amount ?? refundable);
  if (amount > refundable || amount < 1) return { refused: 'too_high', refundable };
  const isLarge = amount > approvalAbove;
  if (isEarly && isLarge) return { refused: 'state', status: payment.status };
  const draft = { amount, reason, reasonCode, requestedBy, lines: lines.amounts, deliveryFee, tip };
  if (isEarly) return recordRefund(payment, draft, 'AWAITING_CAPTURE', clock);
  return isLarge
    ? recordRefund(payment, draft, 'AWAITING_APPROVAL', clock)
    : addRefund(payment, draft, clock);
}

/** Refunds that give nothing back leave the money to be refunded again. */
const givesBack = ({ status }: Refund): boolean => status !== 'FAILED' && status !== 'REJECTED';

function chargesRefusal(payment: Payment, request: RefundRequest): RefundRefusal | null {
  for (const charge of ['deliveryFee', 'tip'] as const) {
    const given = payment.refunds.filter(givesBack).reduce((sum, refund) => sum + refund[charge], 0);
    const refundable = payment[charge] - given;
    if (request[charge] > refundable) return { refused: 'charge_too_high', charge, refundable };
  }
  return null;
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
    const earlier = payment.refunds.filter(givesBack).flatMap(({ lines }) => lines);
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
  const nothing = { requestedBy: null, lines: [], deliveryFee: 0, tip: 0 };
  return amount > 0
    ? addRefund(payment, { amount, reason, reasonCode: 'ORDER_ENDED', ...nothing }, clock)
    : { payment };
}

type RefundDraft = Pick<
  Refund,
  'amount' | 'reason' | 'reasonCode' | 'requestedBy' | 'lines' | 'deliveryFee' | 'tip'
>;

function newRefund(draft: RefundDraft, status: Refund['status'], clock: Clock): Refund {
  const undecided = { providerRef: null, decidedBy: null, decidedAt: null };
  return { id: clock.newId(), ...draft, status, ...undecided, createdAt: clock.now };
}

/** A refund that waits, for a second person or for the capture: what waits for a person counts as requested. */
function recordRefund(
  payment: Payment,
  draft: RefundDraft,
  status: 'AWAITING_APPROVAL' | 'AWAITING_CAPTURE',
  clock: Clock,
): Decision & { refund: Refund } {
  const refund = newRefund(draft, status, clock);
  const counted = status === 'AWAITING_APPROVAL' ? draft.amount : 0;
  const waiting: Payment = {
    ...payment,
    refundRequested: payment.refundRequested + counted,
    refunds: [...payment.refunds, refund],
  };
  return { ...published(waiting, { type: 'payment.updated' }), refund };
}

function addRefund(payment: Payment, draft: RefundDraft, clock: Clock): Decision & { refund: Refund } {
  const refund = newRefund(draft, 'PENDING', clock);
  const requested: Payment = {
    ...payment,
    refundRequested: payment.refundRequested + draft.amount,
    refunds: [...payment.refunds, refund],
  };
  return {
    ...published(withRefundTask(requested, refund, clock), { type: 'payment.updated' }),
    refund,
  };
}

/** The provider is to carry out a refund that is on the list already. */
export function withRefundTask(payment: Payment, { id, amount }: Refund, clock: Clock): Payment {
  const attempt = payment.attempts.find((candidate) => candidate.status === 'CAPTURED');
  if (!attempt) throw new Error(`payment ${payment.id} was captured without an attempt`);
  return withNewTask(payment, { kind: 'REFUND', attemptId: attempt.id, amount, refundId: id }, clock);
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
  if (!refund || seen.state !== 'FAILED') return { payment };
  if (refund.status !== 'PENDING' && refund.status !== 'SUCCEEDED') return { payment };
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
