import { parseInput } from '@nakku/graphql-kit';
import { clearCart } from '../../app/clearCart.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, noRefusal } from '../errors.ts';
import { cartIdInput } from '../inputs.ts';

export const cartClear: NonNullable<MutationResolvers['cartClear']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(cartIdInput, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  return cartPayload(await clearCart(deps, { ...input.value, opener: openerOf(caller) }), noRefusal);
};
