import { parseInput, requireScope, userError } from '@nakku/graphql-kit';
import { checkoutCart } from '../../app/checkoutCart.ts';
import type { CheckoutRefusal } from '../../domain/checkout.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { cartNotFound, staleVersionError } from '../errors.ts';
import { cartIdInput } from '../inputs.ts';
import { totalsPayload } from '../types/totals.ts';

export const cartCheckout: NonNullable<MutationResolvers['cartCheckout']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'cart:write');
  const input = parseInput(cartIdInput, args);
  if (!input.ok) return { quote: null, userErrors: input.errors };
  const { expectedVersion, expectedTotal = null, isAgeConfirmed } = args;
  const command = { ...input.value, userId, expectedVersion, expectedTotal, isAgeConfirmed };
  const result = await checkoutCart(deps, command);
  switch (result.kind) {
    case 'not_found':
      return { quote: null, userErrors: [cartNotFound()] };
    case 'version_conflict':
      return { quote: null, userErrors: [staleVersionError(result)] };
    case 'refused':
      return { quote: null, userErrors: result.refusals.map(refusalError) };
    case 'done': {
      const { quote, token, warnings, expiresAt } = result;
      return {
        quote: {
          id: quote.quoteId,
          token,
          totals: totalsPayload(quote.totals),
          promise: { from: new Date(quote.promise.from), to: new Date(quote.promise.to) },
          warnings: [...warnings],
          expiresAt,
        },
        userErrors: [],
      };
    }
  }
};

/** The argument that a refusal is about, if it is not the cart. */
const pathOf: Partial<Record<CheckoutRefusal['code'], string>> = {
  TOTAL_CHANGED: 'expectedTotal',
  AGE_NOT_CONFIRMED: 'isAgeConfirmed',
};

function refusalError({ code, message, lineIds }: CheckoutRefusal) {
  return {
    ...userError('CheckoutRefusedError', code, [pathOf[code] ?? 'cartId'], message),
    lineIds: [...lineIds],
  };
}
