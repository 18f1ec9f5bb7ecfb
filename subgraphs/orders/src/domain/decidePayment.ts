import type { Ruling } from './decision.ts';
import type { PaymentFact } from './facts.ts';
import type { Payment, PaymentStatus, WholeOrder } from './order.ts';
import { progressOf } from './progress.ts';
import type { StepDetail } from './stepDetail.ts';

/** The way of one attempt; a payment only goes forward on it, or on to a later attempt. */
const forward: readonly PaymentStatus[] = [
  'PENDING',
  'ACTION_REQUIRED',
  'FAILED',
  'AUTHORIZED',
  'CAPTURE_FAILED',
  'CAPTURE_OVERDUE',
  'CAPTURED',
  'VOIDED',
  'REFUNDED',
];

export function isForward(from: Payment, attempt: number, to: PaymentStatus): boolean {
  if (attempt !== from.attempt) return attempt > from.attempt;
  return forward.indexOf(to) > forward.indexOf(from.status);
}

export function paymentRuling(order: WholeOrder, fact: PaymentFact, now: Date): Ruling {
  switch (fact.kind) {
    case 'PAYMENT_AUTHORIZED':
      return authorized(order, fact, now);
    case 'PAYMENT_FAILED':
      return beforeConfirmed(order, fact.attempt, 'FAILED', {
        kind: 'PAYMENT_FAILURE',
        failure: fact.reason,
      });
    case 'PAYMENT_ACTION_REQUIRED':
      return beforeConfirmed(order, fact.attempt, 'ACTION_REQUIRED', null);
    case 'PAYMENT_SETTLED':
      return settled(order, fact.attempt, fact.to);
    case 'PAYMENT_REFUNDED':
      return refunded(order, fact.refundedTotal);
    case 'PAYMENT_REFUND_FAILED':
      return refundFailed(order, fact.refundedTotal);
    case 'PAYMENT_DISPUTED':
      return disputed(order, fact.disputeStatus);
  }
}

/** The pivot. An authorisation that comes after the cancel is voided by payments itself. */
function authorized(
  order: WholeOrder,
  { attempt, method }: Extract<PaymentFact, { kind: 'PAYMENT_AUTHORIZED' }>,
  now: Date,
): Ruling {
  if (order.status === 'PLACED') return 'status';
  if (order.status !== 'RESERVED') return 'noop';
  const payment = { ...order.payment, status: 'AUTHORIZED' as const, method, attempt };
  return {
    next: { ...progressOf(order), status: 'CONFIRMED', payment, confirmedAt: now },
    step: { kind: 'CONFIRMED', detail: null },
    event: { type: 'order.confirmed' },
  };
}

/** No transition: the customer may act or try another method until the deadline. Late ones mean nothing any more. */
function beforeConfirmed(
  order: WholeOrder,
  attempt: number,
  to: 'FAILED' | 'ACTION_REQUIRED',
  detail: StepDetail | null,
): Ruling {
  if (order.status === 'PLACED') return 'status';
  if (order.status !== 'RESERVED' || !isForward(order.payment, attempt, to)) return 'noop';
  const kind = to === 'FAILED' ? 'PAYMENT_FAILED' : 'PAYMENT_ACTION_REQUIRED';
  return {
    next: { ...progressOf(order), payment: { ...order.payment, status: to, attempt } },
    step: { kind, detail },
    event: { type: 'order.updated', change: kind },
  };
}

function settled(
  order: WholeOrder,
  attempt: number,
  to: 'CAPTURED' | 'CAPTURE_FAILED' | 'CAPTURE_OVERDUE' | 'VOIDED',
): Ruling {
  if (order.status === 'PLACED' || order.status === 'RESERVED') {
    // An attempt that a later one replaced is voided while the order waits.
    return to === 'VOIDED' ? 'noop' : 'status';
  }
  // Of a confirmed order only the attempt that confirmed it counts; others are strays that payments clears away.
  if (order.confirmedAt !== null && attempt !== order.payment.attempt) return 'noop';
  if (!isForward(order.payment, attempt, to)) return 'noop';
  return {
    next: { ...progressOf(order), payment: { ...order.payment, status: to, attempt } },
    step: { kind: 'PAYMENT_UPDATED', detail: { kind: 'PAYMENT_OUTCOME', outcome: to } },
    event: { type: 'order.updated', change: 'PAYMENT_STATUS' },
  };
}

function refunded(order: WholeOrder, refundedTotal: number): Ruling {
  if (order.status === 'PLACED' || order.status === 'RESERVED') return 'status';
  if (refundedTotal > order.totals.total) return 'backwards';
  if (refundedTotal <= order.payment.refunded) return 'noop';
  const isWhole = refundedTotal === order.totals.total;
  return {
    next: {
      ...progressOf(order),
      payment: { ...order.payment, status: 'REFUNDED', refunded: refundedTotal },
    },
    step: {
      kind: 'PAYMENT_UPDATED',
      detail: { kind: 'PAYMENT_OUTCOME', outcome: isWhole ? 'REFUNDED' : 'PARTLY_REFUNDED' },
    },
    event: { type: 'order.updated', change: 'PAYMENT_STATUS' },
  };
}

/** Money that was refunded came back, perhaps days later: the customer still waits for it. */
function refundFailed(order: WholeOrder, refundedTotal: number): Ruling {
  if (order.status === 'PLACED' || order.status === 'RESERVED') return 'status';
  if (refundedTotal > order.payment.refunded) return 'backwards';
  // A refund that the provider refused at once was never counted here.
  if (refundedTotal === order.payment.refunded) return 'noop';
  const status = refundedTotal > 0 ? 'REFUNDED' : 'CAPTURED';
  return {
    next: { ...progressOf(order), payment: { ...order.payment, status, refunded: refundedTotal } },
    step: { kind: 'PAYMENT_UPDATED', detail: { kind: 'PAYMENT_OUTCOME', outcome: 'REFUND_FAILED' } },
    event: { type: 'order.updated', change: 'PAYMENT_STATUS' },
  };
}

/** The payment stays as it is: money moves by hand only. */
function disputed(order: WholeOrder, disputeStatus: 'OPEN' | 'WON' | 'LOST'): Ruling {
  if (order.status === 'PLACED' || order.status === 'RESERVED') return 'status';
  const outcome = ({ OPEN: 'DISPUTED', WON: 'DISPUTE_WON', LOST: 'DISPUTE_LOST' } as const)[disputeStatus];
  return {
    next: progressOf(order),
    step: { kind: 'PAYMENT_UPDATED', detail: { kind: 'PAYMENT_OUTCOME', outcome } },
    event: { type: 'order.updated', change: 'PAYMENT_STATUS' },
  };
}
