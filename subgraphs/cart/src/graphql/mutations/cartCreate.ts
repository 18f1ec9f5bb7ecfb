import { unauthenticated } from '@nakku/graphql-kit';
import { createCart } from '../../app/createCart.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { originOf } from '../access.ts';
import { cartLimit } from '../errors.ts';

export const cartCreate: NonNullable<MutationResolvers['cartCreate']> = async (
  _parent,
  _args,
  { caller, clientIp, deps },
) => {
  const customerId = caller.kind === 'user' ? caller.userId : null;
  const result = await createCart(deps, { customerId, origin: originOf(clientIp) });
  if (result.kind === 'done') return { cart: result.cart, cartToken: result.cartToken, userErrors: [] };
  if (result.kind === 'account_gone') throw unauthenticated();
  const who =
    result.of === 'customer' ? 'A customer has carts:' : 'Guests at one network address have carts:';
  return { cart: null, cartToken: null, userErrors: [cartLimit([], result.limit, who)] };
};
