import {
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  notFound,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Decision } from '../domain/decision.ts';
import { retry } from '../domain/retry.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { countDecision } from '../metrics.ts';
import type { PaymentsService } from '../service.ts';
import { changePayment } from '../store/changePayment.ts';
import { usableMethod } from '../store/methods.ts';
import type { ErrorOf } from './errorOf.ts';
import { invalidPaymentState } from './invalidState.ts';

type PaymentRetryError = ErrorOf<'PaymentRetryError'>;

const input = z.object({ orderId: idInput, paymentMethodId: idInput, idempotencyKey: idempotencyKeyInput });
const refused = (...userErrors: PaymentRetryError[]) => ({ payment: null, userErrors });
const noOrder = () => notFound(['input', 'orderId'], 'order');

export function paymentRetry(service: PaymentsService): NonNullable<MutationResolvers['paymentRetry']> {
  return async (_, args, { caller, paymentsByOrder }) => {
    const { userId } = requireScope(caller, 'payments:write');
    const parsed = parseInput(input, args.input, ['input']);
    if (!parsed.ok) return refused(...parsed.errors);
    const { orderId, paymentMethodId, idempotencyKey: key } = parsed.value;
    let decision: Decision | undefined;
    const result = await service.platform.idempotent<string, PaymentRetryError>(
      { callerId: userId, mutation: 'paymentRetry', key, variables: { orderId, paymentMethodId } },
      async (tx) => {
        const method = await usableMethod(tx.db, paymentMethodId, userId);
        const outcome = await changePayment(tx, { by: 'orderId', value: orderId }, (payment) => {
          if (payment.customerId !== userId) return { refused: noOrder() };
          if (!method) return { refused: notFound(['input', 'paymentMethodId'], 'payment method') };
          const decided = retry(payment, method, { now: service.now(), newId: service.newId });
          return 'refused' in decided
            ? { refused: invalidPaymentState(['input', 'orderId'], 'tried again', decided.status) }
            : decided;
        });
        if (!outcome) return { refused: noOrder() };
        if ('refused' in outcome) return outcome;
        decision = outcome;
        return { result: outcome.payment.id };
      },
    );
    if (result.kind === 'refused') return refused(result.refused);
    if (result.kind === 'done' && !result.isCached && decision) countDecision(decision);
    if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
    return { payment: await paymentsByOrder.load(orderId), userErrors: [] };
  };
}
