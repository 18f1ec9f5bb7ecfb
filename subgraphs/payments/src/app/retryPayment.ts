import type { Decision } from '../domain/decision.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import { retry } from '../domain/retry.ts';
import type { RetryRefused } from '../domain/retry.ts';
import { spend } from '../store/budgets.ts';
import { usableMethod } from '../store/paymentMethods.ts';
import { afterCommit, changePayment } from './changePayment.ts';
import { clockOf, HOUR_MS } from './deps.ts';
import type { Deps } from './deps.ts';

export type RetryRefusal =
  | { readonly kind: 'order_not_found' | 'method_not_found' | 'cash_not_accepted' }
  /** `resetsAt` is null when the order has no attempts left. */
  | { readonly kind: 'too_many_attempts'; readonly limit: number; readonly resetsAt: Date | null }
  | { readonly kind: 'invalid_state'; readonly status: PaymentStatus };

export type RetryPaymentResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: RetryRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** The customer pays an order in another way; by card within the limits of the order and of the customer. */
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
  const { cardAttemptsPerOrder, cardRetriesPerHour } = deps.limits;
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
      const outcome = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) => {
        const refused = (refusal: RetryRefusal) => ({ refused: refusal });
        if (payment.customerId !== customerId) return refused({ kind: 'order_not_found' });
        if (!method) return refused({ kind: 'method_not_found' });
        const decided = retry(payment, method, clockOf(deps), cardAttemptsPerOrder);
        return 'refused' in decided ? refused(toRefusal(decided, cardAttemptsPerOrder)) : decided;
      });
      if (!outcome) return { refused: { kind: 'order_not_found' } };
      if ('refused' in outcome) return outcome;
      if (method?.kind === 'CARD') {
        const limit = cardRetriesPerHour;
        const budget = { kind: 'card-retry', subject: customerId, limit, periodMs: HOUR_MS } as const;
        const spent = await spend(tx.db, budget, 1);
        if (!spent.isSpent) {
          return { refused: { kind: 'too_many_attempts', limit, resetsAt: spent.resetsAt } };
        }
      }
      decision = outcome;
      return { result: outcome.payment.id };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  if (!result.isCached) afterCommit(deps, decision);
  return { kind: 'done' };
}

function toRefusal(refused: RetryRefused, limit: number): RetryRefusal {
  switch (refused.refused) {
    case 'state':
      return { kind: 'invalid_state', status: refused.status };
    case 'cash_not_accepted':
      return { kind: 'cash_not_accepted' };
    case 'attempts_used_up':
      return { kind: 'too_many_attempts', limit, resetsAt: null };
  }
}
