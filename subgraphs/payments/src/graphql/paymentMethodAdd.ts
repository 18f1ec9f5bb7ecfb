import { createHash } from 'node:crypto';
import {
  idempotencyError,
  idempotencyKeyInput,
  invalidInput,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { MethodAnswer } from '../domain/provider.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { addMethod, MAX_METHODS } from '../store/changeMethods.ts';
import { methodsByIds, providerCustomerOf } from '../store/methods.ts';
import type { ErrorOf } from './errorOf.ts';

type PaymentMethodAddError = ErrorOf<'PaymentMethodAddError'>;

const input = z.object({
  kind: z.enum(['CARD', 'CASH']),
  cardToken: z
    .string()
    .regex(/^[\w-]{1,255}$/, { error: 'must have 1–255 letters, digits, - or _' })
    .nullish(),
  isDefault: z.boolean(),
  idempotencyKey: idempotencyKeyInput,
});

type Input = z.output<typeof input>;
const refused = (...userErrors: PaymentMethodAddError[]) => ({ paymentMethod: null, userErrors });

export function paymentMethodAdd(
  service: PaymentsService,
): NonNullable<MutationResolvers['paymentMethodAdd']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'payments:write');
    const parsed = parseInput(input, args.input, ['input']);
    if (!parsed.ok) return refused(...parsed.errors);
    const given = parsed.value;
    const token = given.cardToken ?? null;
    if (given.kind === 'CASH' && token !== null) {
      return refused(invalidInput(['input', 'cardToken'], 'must be absent for CASH'));
    }
    if (given.kind === 'CARD' && token === null) {
      return refused(invalidInput(['input', 'cardToken'], 'is required for CARD'));
    }

    // The provider is asked before the transaction; under the same key it keeps the card only once.
    const card = token === null ? null : await keepCard(service, userId, given, token);
    if (card?.kind === 'refused') return refused(cardRefused());
    if (card?.kind === 'unavailable') {
      throw new GraphQLError('The payment provider does not answer: try again in a moment.', {
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      });
    }
    const { idempotencyKey: key, ...variables } = given;
    const result = await service.platform.idempotent<string, PaymentMethodAddError>(
      { callerId: userId, mutation: 'paymentMethodAdd', key, variables },
      async ({ db }) => {
        const method = { customerId: userId, kind: given.kind, card, isDefault: given.isDefault };
        const id = await addMethod(db, method);
        return id === null ? { refused: limitReached() } : { result: id };
      },
    );
    if (result.kind === 'refused') return refused(result.refused);
    if (result.kind !== 'done') return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
    const [paymentMethod = null] = await methodsByIds(service.db, [result.result]);
    return { paymentMethod, userErrors: [] };
  };
}

async function keepCard(
  { db, provider }: PaymentsService,
  userId: string,
  { idempotencyKey }: Input,
  token: string,
): Promise<MethodAnswer> {
  // The client's key may be any text, the provider's is bounded.
  const key = createHash('sha256').update(`${userId}\n${idempotencyKey}\n${token}`).digest('base64url');
  return provider.retrieveMethod({
    token,
    customerId: userId,
    providerCustomer: await providerCustomerOf(db, userId),
    idempotencyKey: `method:${key}`,
  });
}

function cardRefused(): PaymentMethodAddError {
  return {
    __typename: 'CardRefusedError',
    message: 'The provider does not know this card, or refuses it.',
    code: 'CARD_REFUSED',
    path: ['input', 'cardToken'],
  };
}

function limitReached(): PaymentMethodAddError {
  return {
    __typename: 'PaymentMethodLimitError',
    message: `You have ${MAX_METHODS} payment methods, the most there can be: remove one first.`,
    code: 'PAYMENT_METHOD_LIMIT',
    path: ['input'],
    limit: MAX_METHODS,
  };
}
