import { wholeUnits } from '@nakku/money';
import type { Transaction } from '@nakku/platform';
import type { Payment } from '../domain/payment.ts';
import { requestRefund } from '../domain/refund.ts';
import type { RefundRefusal, RefundRequest } from '../domain/refund.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { spend } from '../store/budgets.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import { clockOf, DAY_MS } from './deps.ts';
import type { Deps } from './deps.ts';

/** What kept a refund from being requested; `currency` is the payment's. */
export type RefundPaymentRefusal =
  { readonly refused: 'order_not_found' } | (RefundRefusal & { readonly currency: string }) | RefundOverLimit;

export interface RefundOverLimit {
  readonly refused: 'over_limit';
  /** Of one refund, or of all within a day; minor units. */
  readonly limit: number;
  readonly currency: string;
  /** When the day ends; null if the refund alone is over its limit. */
  readonly resetsAt: Date | null;
}

export type RefundPaymentResult =
  | { readonly kind: 'done'; readonly refundId: string }
  | { readonly kind: 'refused'; readonly refusal: RefundPaymentRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

export interface RefundPayment extends RefundRequest {
  readonly requestedBy: string;
  /** Whether the caller may act on this payment; for others it does not exist. */
  readonly mayRefund: (payment: Payment) => boolean;
  /** Admins refund without a limit, operators of a store within theirs. */
  readonly isLimited: boolean;
  readonly orderId: string;
  readonly idempotencyKey: string;
}

/** Staff gives money back, within their limits. Who did it and why is recorded with the refund. */
export async function refundPayment(deps: Deps, command: RefundPayment): Promise<RefundPaymentResult> {
  const { mayRefund, isLimited, orderId, idempotencyKey: key, ...request } = command;
  const { requestedBy, reason } = request;
  const variables = variablesOf(orderId, request);
  const result = await deps.platform.idempotent<string, RefundPaymentRefusal>(
    { callerId: requestedBy, mutation: 'paymentRefund', key, variables },
    async (tx) => {
      const outcome = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) => {
        const refused = (refusal: RefundPaymentRefusal) => ({ refused: refusal });
        if (!mayRefund(payment)) return refused({ refused: 'order_not_found' });
        const approvalAbove = wholeUnits(deps.limits.refundApprovalAbove, payment.currency);
        const decided = requestRefund(payment, request, clockOf(deps), approvalAbove);
        return 'refused' in decided ? refused({ ...decided, currency: payment.currency }) : decided;
      });
      if (!outcome) return { refused: { refused: 'order_not_found' } };
      if ('refused' in outcome) return outcome;
      const { payment, refund } = outcome;
      const overLimit = isLimited ? await spendLimit(tx, deps, requestedBy, payment, refund) : null;
      if (overLimit) return { refused: overLimit };
      await insertAuditEntry(tx.db, {
        id: deps.newId(),
        paymentId: payment.id,
        actorId: requestedBy,
        action: 'REFUND_REQUESTED',
        amount: refund.amount,
        reason,
      });
      return { result: refund.id };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  return { kind: 'done', refundId: result.result };
}

/** What a repeated request must repeat: a request of before charges and reasons had codes has none of them. */
function variablesOf(orderId: string, request: RefundRequest) {
  const { amount, lines, reason, reasonCode, deliveryFee, tip } = request;
  return {
    ...{ orderId, amount, reason },
    ...(lines.length === 0 ? {} : { lines }),
    ...(reasonCode === 'OTHER' ? {} : { reasonCode }),
    ...(deliveryFee + tip === 0 ? {} : { deliveryFee, tip }),
  };
}

/** Uses a refund of the staff's limits; what is over them if it is too much. */
export async function spendLimit(
  tx: Transaction<Tx>,
  { limits }: Deps,
  staffId: string,
  { currency }: Payment,
  { amount }: { readonly amount: number },
): Promise<RefundOverLimit | null> {
  const max = wholeUnits(limits.staffRefundMax, currency);
  if (amount > max) return { refused: 'over_limit', limit: max, currency, resetsAt: null };
  const limit = wholeUnits(limits.staffRefundDailyMax, currency);
  const subject = `${staffId}:${currency}`;
  const spent = await spend(tx.db, { kind: 'refund', subject, limit, periodMs: DAY_MS }, amount);
  return spent.isSpent ? null : { refused: 'over_limit', limit, currency, resetsAt: spent.resetsAt };
}
