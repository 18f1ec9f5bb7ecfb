import { parseInput } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { changeOwnCart } from './access.ts';
import { cartIdInput } from './input.ts';

export function cartClear(service: CartService): NonNullable<MutationResolvers['cartClear']> {
  return async (_, args, { caller }) => {
    const input = parseInput(cartIdInput, args);
    if (!input.ok) return { cart: null, userErrors: input.errors };
    return changeOwnCart(service, caller, input.value.cartId, (cart) => ({
      change: cart.lines.length === 0 ? null : { lines: [], event: 'cart.cleared' },
    }));
  };
}
