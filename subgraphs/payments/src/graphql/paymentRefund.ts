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
import { askRefund } from '../domain/refund.ts';
import type { RefundRefusal } from '../domain/refund.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { changePayment } from '../store/changePayment.ts';
import type { ErrorOf } from './errorOf.ts';
import { invalidPaymentState } from './invalidState.ts';

type PaymentRefundError = ErrorOf<'PaymentRefundError'>;

const input = z.object({
  orderId: idInput,
  amount: wholeInput(1, Number.MAX_SAFE_INTEGER).nullish(),
  reason: textInput(1, 200),
  idempotencyKey: idempotencyKeyInput,
});
const refused = (...userErrors: PaymentRefundError[]) => ({ payment: null, refund: null, userErrors });
const noOrder = () => notFound(['input', 'orderId'], 'order');

export function paymentRefund(service: PaymentsService): NonNullable<MutationResolvers['paymentRefund']> {
  return async (_, args, { caller, paymentsByOrder }) => {
    const user = requireScope(caller, 'refunds:write');
    const parsed = parseInput(input, args.input, ['input']);
    if (!parsed.ok) return refused(...parsed.errors);
    const { orderId, reason, idempotencyKey: key } = parsed.value;
    const amount = parsed.value.amount ?? null;
    const result = await service.platform.idempotent<string, PaymentRefundError>(
      { callerId: user.userId, mutation: 'paymentRefund', key, variables: { orderId, amount, reason } },
      async (tx) => {
        const outcome = await changePayment(tx, { by: 'orderId', value: orderId }, (payment) => {
          if (!operatesStore(user, payment.storeId)) return { refused: noOrder() };
          const moment = { now: service.now(), newId: service.newId };
          const decided = askRefund(payment, { amount, reason, askedBy: user.userId }, moment);
          return 'refused' in decided ? { refused: toError(decided, payment.currency) } : decided;
        });
        if (!outcome) return { refused: noOrder() };
        return 'refused' in outcome ? outcome : { result: outcome.refund.id };
      },
    );
    if (result.kind === 'refused') return refused(result.refused);
    if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
    const payment = await paymentsByOrder.load(orderId);
    const refund = payment?.refunds.find(({ id }) => id === result.result);
    return {
      payment,
      refund: payment && refund ? { ...refund, currency: payment.currency } : null,
      userErrors: [],
    };
  };
}

function toError(refusal: RefundRefusal, currency: string): PaymentRefundError {
  if (refusal.refused === 'state')
    return invalidPaymentState(['input', 'orderId'], 'refunded', refusal.status);
  return {
    __typename: 'RefundTooHighError',
    message: `At most ${refusal.refundable} minor units can be given back.`,
    code: 'REFUND_TOO_HIGH',
    path: ['input', 'amount'],
    refundable: { amount: refusal.refundable, currency },
  };
}
