import {
  idempotencyError,
  idempotencyKeyInput,
  invalidInput,
  parseInput,
  requireScope,
  unauthenticated,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { addPaymentMethod } from '../../app/addPaymentMethod.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { cardRefused, paymentAttemptLimit, paymentMethodLimit, providerUnavailable } from '../errors.ts';
import type { ErrorOf } from '../errors.ts';

const input = z.object({
  kind: z.enum(['CARD', 'CASH']),
  cardToken: z
    .string()
    .regex(/^[\w-]{1,255}$/, { error: 'must have 1–255 letters, digits, - or _' })
    .nullish()
    .transform((token) => token ?? null),
  isDefault: z.boolean(),
  idempotencyKey: idempotencyKeyInput,
});

const refused = (...userErrors: ErrorOf<'PaymentMethodAddError'>[]) => ({ paymentMethod: null, userErrors });

export const paymentMethodAdd: NonNullable<MutationResolvers['paymentMethodAdd']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId } = requireScope(caller, 'payments:write');
  const parsed = parseInput(input, args.input, ['input']);
  if (!parsed.ok) return refused(...parsed.errors);
  const { kind, cardToken } = parsed.value;
  if (kind === 'CASH' && cardToken !== null) {
    return refused(invalidInput(['input', 'cardToken'], 'must be absent for CASH'));
  }
  if (kind === 'CARD' && cardToken === null) {
    return refused(invalidInput(['input', 'cardToken'], 'is required for CARD'));
  }
  const result = await addPaymentMethod(deps, { customerId: userId, ...parsed.value });
  switch (result.kind) {
    case 'done':
      return { paymentMethod: await loaders.methods.load(result.methodId), userErrors: [] };
    case 'card_refused':
      return refused(cardRefused(['input', 'cardToken']));
    case 'limit_reached':
      return refused(paymentMethodLimit(['input']));
    case 'account_gone':
      throw unauthenticated();
    case 'budget_exceeded':
      return refused(paymentAttemptLimit(['input', 'cardToken'], result.limit, result.resetsAt));
    case 'provider_unavailable':
      throw providerUnavailable();
    default:
      return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
  }
};
