import { idempotencyError, idempotencyKeyInput, idInput, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { MutationResolvers, ResolversTypes } from '../generated/graphql.ts';
import { placeOrder } from '../store/placing.ts';
import type { PlaceRefusal } from '../store/placing.ts';
import { countPlaced } from '../events/metrics.ts';

const inputSchema = z.object({
  quoteToken: z
    .string()
    .min(1, { error: 'must have 1–262144 characters' })
    .max(262_144, { error: 'must have 1–262144 characters' }),
  paymentMethodId: idInput,
  idempotencyKey: idempotencyKeyInput,
});

const quotePath = ['input', 'quoteToken'];

function refused(...userErrors: Awaited<ResolversTypes['OrderPlaceError']>[]) {
  return { order: null, userErrors };
}

function quoteInvalid() {
  return {
    __typename: 'QuoteInvalidError' as const,
    message: 'This is no quote of ours, or not yours: check out again.',
    code: 'QUOTE_INVALID',
    path: quotePath,
  };
}

function refusalFor(refusal: PlaceRefusal, callerId: string) {
  if (refusal.kind === 'expired') {
    return {
      __typename: 'QuoteExpiredError' as const,
      message: 'The quote has ended: check out again.',
      code: 'QUOTE_EXPIRED',
      path: quotePath,
      expiredAt: refusal.expiredAt,
    };
  }
  // Nobody learns of another customer's order by way of a quote.
  if (refusal.order.customerId !== callerId) return quoteInvalid();
  return refusal.kind === 'already_ordered'
    ? {
        __typename: 'CartAlreadyOrderedError' as const,
        message: `These lines are ordered already, as ${refusal.order.number}.`,
        code: 'CART_ALREADY_ORDERED',
        path: quotePath,
        order: refusal.order,
      }
    : {
        __typename: 'OrderInProgressError' as const,
        message: `${refusal.order.number} of this cart is still being placed: wait for its confirmation.`,
        code: 'ORDER_IN_PROGRESS',
        path: quotePath,
        order: refusal.order,
      };
}

/**
 * Verified locally, written in one transaction. An ended quote is refused inside of it, because the answer to a
 * repeated request must stay what it was.
 */
export const orderPlace: NonNullable<MutationResolvers['orderPlace']> = async (_, args, context) => {
  const user = requireScope(context.caller, 'orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return refused(...input.errors);
  const { quoteToken, paymentMethodId, idempotencyKey } = input.value;

  const verified = await context.quotes.verify(quoteToken);
  if (verified.kind === 'invalid' || verified.quote.customerId !== user.userId)
    return refused(quoteInvalid());
  const { quote } = verified;
  const expiredAt = verified.kind === 'expired' ? verified.expiredAt : null;

  const result = await context.platform.idempotent(
    {
      callerId: user.userId,
      mutation: 'orderPlace',
      key: idempotencyKey,
      variables: { quoteToken, paymentMethodId },
    },
    (tx) => placeOrder(tx, { quote, expiredAt, paymentMethodId, now: context.now(), times: context.times }),
  );
  switch (result.kind) {
    case 'key_reused':
    case 'in_flight':
      return refused(idempotencyError(result.kind, ['input', 'idempotencyKey']));
    case 'refused':
      return refused(refusalFor(result.refused, user.userId));
    case 'done':
      if (!result.isCached) countPlaced();
      return { order: await context.loaders.orders.load(result.result.orderId), userErrors: [] };
  }
};
