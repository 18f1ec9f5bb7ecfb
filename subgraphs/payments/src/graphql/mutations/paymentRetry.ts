import {
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  invalidInput,
  notFound,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { retryPayment } from '../../app/retryPayment.ts';
import type { RetryRefusal } from '../../app/retryPayment.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidPaymentState, paymentAttemptLimit } from '../errors.ts';
import type { ErrorOf } from '../errors.ts';

type PaymentRetryError = ErrorOf<'PaymentRetryError'>;

const input = z.object({ orderId: idInput, paymentMethodId: idInput, idempotencyKey: idempotencyKeyInput });
const refused = (...userErrors: PaymentRetryError[]) => ({ payment: null, userErrors });

export const paymentRetry: NonNullable<MutationResolvers['paymentRetry']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId } = requireScope(caller, 'payments:write');
  const parsed = parseInput(input, args.input, ['input']);
  if (!parsed.ok) return refused(...parsed.errors);
  const { orderId, paymentMethodId: methodId, idempotencyKey } = parsed.value;
  const result = await retryPayment(deps, { customerId: userId, orderId, methodId, idempotencyKey });
  if (result.kind === 'refused') return refused(toError(result.refusal));
  if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
  return { payment: await loaders.paymentsByOrder.load(orderId), userErrors: [] };
};

function toError(refusal: RetryRefusal): PaymentRetryError {
  switch (refusal.kind) {
    case 'order_not_found':
      return notFound(['input', 'orderId'], 'order');
    case 'method_not_found':
      return notFound(['input', 'paymentMethodId'], 'payment method');
    case 'cash_not_accepted':
      return invalidInput(
        ['input', 'paymentMethodId'],
        'cash is not accepted for an order that is left at the door',
        'CASH_NOT_ACCEPTED',
      );
    case 'too_many_attempts':
      return paymentAttemptLimit(['input', 'paymentMethodId'], refusal.limit, refusal.resetsAt);
    case 'invalid_state':
      return invalidPaymentState(['input', 'orderId'], 'retried', refusal.status);
  }
}
