import { refuse } from '@nakku/platform';
import type { Payment } from '../domain/payment.ts';
import { decideApproval } from '../domain/refundApproval.ts';
import type { ApprovalRefusal } from '../domain/refundApproval.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';
import { spendLimit } from './refundPayment.ts';
import type { RefundOverLimit } from './refundPayment.ts';

export interface DecideRefund {
  readonly refundId: string;
  readonly isApproved: boolean;
  readonly decidedBy: string;
  /** Why it was decided so. */
  readonly reason: string;
  /** Whether the caller may act on this payment; for others its refunds do not exist. */
  readonly mayDecide: (payment: Payment) => boolean;
  /** Admins approve without a limit, operators of a store within theirs. */
  readonly isLimited: boolean;
}

export type DecideRefusal = ApprovalRefusal | RefundOverLimit;

export type DecideRefundResult =
  | { readonly kind: 'done'; readonly paymentId: string }
  | { readonly kind: 'refused'; readonly refusal: DecideRefusal };

/** A second person approves or rejects a large refund. Who did it and why is recorded. */
export async function decideRefund(deps: Deps, command: DecideRefund): Promise<DecideRefundResult> {
  const { refundId, isApproved, decidedBy, reason, mayDecide, isLimited } = command;
  const notFound = { refused: 'refund_not_found' } as const;
  const refused = (refusal: DecideRefusal) => refuse<DecideRefundResult>({ kind: 'refused', refusal });
  return deps.platform.transaction<DecideRefundResult, DecideRefundResult>(async (tx) => {
    const decided = await changePayment(tx, deps, { by: 'refundId', value: refundId }, (payment) =>
      mayDecide(payment)
        ? decideApproval(payment, { refundId, isApproved, decidedBy }, clockOf(deps))
        : notFound,
    );
    if (!decided || 'refused' in decided) return refused(decided ?? notFound);
    const { payment, refund } = decided;
    const overLimit = isApproved && isLimited ? await spendLimit(tx, deps, decidedBy, payment, refund) : null;
    if (overLimit) return refused(overLimit);
    await insertAuditEntry(tx.db, {
      id: deps.newId(),
      paymentId: payment.id,
      actorId: decidedBy,
      action: isApproved ? 'REFUND_APPROVED' : 'REFUND_REJECTED',
      amount: refund.amount,
      reason,
    });
    return { kind: 'done', paymentId: payment.id };
  });
}
