import { parseInput } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { changeOwnCart } from './access.ts';
import { tipInput } from './input.ts';

export function cartTipSet(service: CartService): NonNullable<MutationResolvers['cartTipSet']> {
  return async (_, args, { caller }) => {
    const input = parseInput(tipInput, args);
    if (!input.ok) return { cart: null, userErrors: input.errors };
    const { cartId, tip } = input.value;
    return changeOwnCart(service, caller, cartId, (cart) => ({ change: cart.tip === tip ? null : { tip } }));
  };
}
