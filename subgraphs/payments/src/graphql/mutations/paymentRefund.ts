import {
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
  textInput,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { refundPayment } from '../../app/refundPayment.ts';
import type { RefundPaymentRefusal } from '../../app/refundPayment.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidPaymentState, refundTooHigh } from '../errors.ts';
import type { ErrorOf } from '../errors.ts';

type PaymentRefundError = ErrorOf<'PaymentRefundError'>;

const input = z.object({
  orderId: idInput,
  amount: wholeInput(1, Number.MAX_SAFE_INTEGER)
    .nullish()
    .transform((amount) => amount ?? null),
  reason: textInput(1, 200),
  idempotencyKey: idempotencyKeyInput,
});
const refused = (...userErrors: PaymentRefundError[]) => ({ payment: null, refund: null, userErrors });

export const paymentRefund: NonNullable<MutationResolvers['paymentRefund']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'refunds:write');
  const parsed = parseInput(input, args.input, ['input']);
  if (!parsed.ok) return refused(...parsed.errors);
  const result = await refundPayment(deps, {
    ...parsed.value,
    requestedBy: user.userId,
    mayRefund: ({ storeId }) => operatesStore(user, storeId),
  });
  if (result.kind === 'refused') return refused(toError(result.refusal));
  if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
  const payment = await loaders.paymentsByOrder.load(parsed.value.orderId);
  const refund = payment?.refunds.find(({ id }) => id === result.refundId);
  return {
    payment,
    refund: payment && refund ? { ...refund, currency: payment.currency } : null,
    userErrors: [],
  };
};

function toError(refusal: RefundPaymentRefusal): PaymentRefundError {
  switch (refusal.refused) {
    case 'order_not_found':
      return notFound(['input', 'orderId'], 'order');
    case 'state':
      return invalidPaymentState(['input', 'orderId'], 'refunded', refusal.status);
    case 'too_high':
      return refundTooHigh(['input', 'amount'], refusal.refundable, refusal.currency);
  }
}
