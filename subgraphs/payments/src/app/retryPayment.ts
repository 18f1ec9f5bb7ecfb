import type { Decision } from '../domain/decision.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import { retry } from '../domain/retry.ts';
import { usableMethod } from '../store/paymentMethods.ts';
import { afterCommit, changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

export type RetryRefusal =
  | { readonly kind: 'order_not_found' | 'method_not_found' }
  | { readonly kind: 'invalid_state'; readonly status: PaymentStatus };

export type RetryPaymentResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: RetryRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** The customer pays an order in another way. */
export async function retryPayment(
  deps: Deps,
  command: {
    readonly customerId: string;
    readonly orderId: string;
    readonly methodId: string;
    readonly idempotencyKey: string;
  },
): Promise<RetryPaymentResult> {
  const { customerId, orderId, methodId, idempotencyKey: key } = command;
  let decision: Decision | undefined;
  const result = await deps.platform.idempotent<string, RetryRefusal>(
    {
      callerId: customerId,
      mutation: 'paymentRetry',
      key,
      variables: { orderId, paymentMethodId: methodId },
    },
    async (tx) => {
      const method = await usableMethod(tx.db, methodId, customerId);
      const outcome = await changePayment(tx, { by: 'orderId', value: orderId }, (payment) => {
        const refused = (refusal: RetryRefusal) => ({ refused: refusal });
        if (payment.customerId !== customerId) return refused({ kind: 'order_not_found' });
        if (!method) return refused({ kind: 'method_not_found' });
        const decided = retry(payment, method, clockOf(deps));
        return 'refused' in decided ? refused({ kind: 'invalid_state', status: decided.status }) : decided;
      });
      if (!outcome) return { refused: { kind: 'order_not_found' } };
      if ('refused' in outcome) return outcome;
      decision = outcome;
      return { result: outcome.payment.id };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  if (!result.isCached) afterCommit(deps, decision);
  return { kind: 'done' };
}
