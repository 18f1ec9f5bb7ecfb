import type { Payment } from '../domain/payment.ts';
import { requestRefund } from '../domain/refund.ts';
import type { RefundRefusal } from '../domain/refund.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** What kept a refund from being requested; `currency` is the payment's. */
export type RefundPaymentRefusal =
  { readonly refused: 'order_not_found' } | (RefundRefusal & { readonly currency: string });

export type RefundPaymentResult =
  | { readonly kind: 'done'; readonly refundId: string }
  | { readonly kind: 'refused'; readonly refusal: RefundPaymentRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** Staff gives money back. `amount` in minor units; null is all that is left. */
export async function refundPayment(
  deps: Deps,
  command: {
    readonly requestedBy: string;
    /** Whether the caller may act on this payment; for others it does not exist. */
    readonly mayRefund: (payment: Payment) => boolean;
    readonly orderId: string;
    readonly amount: number | null;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
): Promise<RefundPaymentResult> {
  const { requestedBy, orderId, amount, reason, idempotencyKey: key } = command;
  const result = await deps.platform.idempotent<string, RefundPaymentRefusal>(
    { callerId: requestedBy, mutation: 'paymentRefund', key, variables: { orderId, amount, reason } },
    async (tx) => {
      const outcome = await changePayment(tx, { by: 'orderId', value: orderId }, (payment) => {
        const refused = (refusal: RefundPaymentRefusal) => ({ refused: refusal });
        if (!command.mayRefund(payment)) return refused({ refused: 'order_not_found' });
        const decided = requestRefund(payment, { amount, reason, requestedBy }, clockOf(deps));
        return 'refused' in decided ? refused({ ...decided, currency: payment.currency }) : decided;
      });
      if (!outcome) return { refused: { refused: 'order_not_found' } };
      return 'refused' in outcome ? outcome : { result: outcome.refund.id };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  return { kind: 'done', refundId: result.result };
}
