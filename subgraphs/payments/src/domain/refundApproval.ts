import { published, withRefund } from './decision.ts';
import type { Clock, Decision } from './decision.ts';
import type { Payment, Refund, RefundStatus } from './payment.ts';
import { withRefundTask } from './refund.ts';

export type ApprovalRefusal =
  | { readonly refused: 'refund_not_found' }
  | { readonly refused: 'own_request' }
  | { readonly refused: 'not_awaiting'; readonly status: RefundStatus };

/** A second person decides about a large refund: never the one who asked for it. */
export function decideApproval(
  payment: Payment,
  decision: { readonly refundId: string; readonly isApproved: boolean; readonly decidedBy: string },
  clock: Clock,
): (Decision & { refund: Refund }) | ApprovalRefusal {
  const refund = payment.refunds.find(({ id }) => id === decision.refundId);
  if (!refund) return { refused: 'refund_not_found' };
  if (refund.requestedBy === decision.decidedBy) return { refused: 'own_request' };
  if (refund.status !== 'AWAITING_APPROVAL') return { refused: 'not_awaiting', status: refund.status };
  const decided: Refund = {
    ...refund,
    status: decision.isApproved ? 'PENDING' : 'REJECTED',
    decidedBy: decision.decidedBy,
    decidedAt: clock.now,
  };
  const noted = withRefund(payment, decided);
  const next: Payment = decision.isApproved
    ? withRefundTask(noted, decided, clock)
    : { ...noted, refundRequested: noted.refundRequested - refund.amount };
  return { ...published(next, { type: 'payment.updated' }), refund: decided };
}

/** The money was taken: refunds that waited for it go on, as far as it suffices; the others stay for a person. */
export function releaseWaitingRefunds(payment: Payment, clock: Clock): Payment {
  return payment.refunds
    .filter(({ status }) => status === 'AWAITING_CAPTURE')
    .reduce((current, refund) => {
      if (current.refundRequested + refund.amount > current.captured) return current;
      const pending: Refund = { ...refund, status: 'PENDING' };
      const requested = withRefund(current, pending);
      const counted = { ...requested, refundRequested: requested.refundRequested + refund.amount };
      return withRefundTask(counted, pending, clock);
    }, payment);
}
