import {
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  invalidInput,
  isAdmin,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
  textInput,
  wholeInput,
} from '@nakku/graphql-kit';
import { refundReason } from '@nakku/contracts';
import { z } from 'zod';
import { refundPayment } from '../../app/refundPayment.ts';
import type { RefundPaymentRefusal } from '../../app/refundPayment.ts';
import type { PaymentStatus } from '../../domain/payment.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidPaymentState, refundLimit, refundTooHigh } from '../errors.ts';
import type { ErrorOf } from '../errors.ts';

type PaymentRefundError = ErrorOf<'PaymentRefundError'>;

const amountInput = wholeInput(1, Number.MAX_SAFE_INTEGER)
  .nullish()
  .transform((amount) => amount ?? null);

/** What is given back of a charge beside the lines; nothing unless it is said. */
const chargeInput = wholeInput(0, Number.MAX_SAFE_INTEGER)
  .nullish()
  .transform((amount) => amount ?? 0);

const input = z.object({
  orderId: idInput,
  amount: amountInput,
  lines: z
    .array(z.object({ lineId: idInput, amount: amountInput }))
    .min(1, { error: 'must have 1–100 lines' })
    .max(100, { error: 'must have 1–100 lines' })
    .nullish()
    .transform((lines) => lines ?? []),
  deliveryFee: chargeInput,
  tip: chargeInput,
  reason: textInput(1, 200),
  reasonCode: refundReason.nullish().transform((code) => code ?? 'OTHER'),
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
  const { amount, lines, deliveryFee, tip } = parsed.value;
  if (amount !== null && (lines.length > 0 || deliveryFee + tip > 0)) {
    return refused(invalidInput(['input', 'amount'], 'must be absent if lines or charges are given'));
  }
  const result = await refundPayment(deps, {
    ...parsed.value,
    requestedBy: user.userId,
    isLimited: !isAdmin(user),
    mayRefund: ({ storeId }) => operatesStore(user, storeId),
  });
  if (result.kind === 'refused') return refused(toError(result.refusal, lines.length > 0));
  if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
  const payment = await loaders.paymentsByOrder.load(parsed.value.orderId);
  const refund = payment?.refunds.find(({ id }) => id === result.refundId);
  return {
    payment,
    refund: payment && refund ? { ...refund, currency: payment.currency } : null,
    userErrors: [],
  };
};

/** `isByLine`: the amount follows from the lines, so they are to blame. */
function toError(refusal: RefundPaymentRefusal, isByLine: boolean): PaymentRefundError {
  const amountPath = ['input', isByLine ? 'lines' : 'amount'];
  switch (refusal.refused) {
    case 'order_not_found':
      return notFound(['input', 'orderId'], 'order');
    case 'state':
      return invalidPaymentState(['input', 'orderId'], 'refunded', refusal.status, adviceFor(refusal.status));
    case 'too_high':
      return refundTooHigh(amountPath, refusal.refundable, refusal.currency);
    case 'line_unknown':
      return notFound(['input', 'lines', String(refusal.line), 'lineId'], 'line of this order');
    case 'line_too_high':
      return refundTooHigh(
        ['input', 'lines', String(refusal.line), 'amount'],
        refusal.refundable,
        refusal.currency,
      );
    case 'charge_too_high':
      return refundTooHigh(['input', refusal.charge], refusal.refundable, refusal.currency);
    case 'over_limit':
      return refundLimit(amountPath, refusal);
  }
}

/** What is only held is not refunded: the hold goes back when the order is cancelled. */
function adviceFor(status: PaymentStatus): string | undefined {
  const isHeld = status === 'AUTHORIZED' || status === 'ACTION_REQUIRED' || status === 'PENDING';
  return isHeld ? 'Nothing was captured yet: cancel the order to release the amount.' : undefined;
}
