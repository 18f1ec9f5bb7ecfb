import { parseInput } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { changeOwnCart } from './access.ts';
import { cartIdInput } from './input.ts';

export function cartHandoverSet(service: CartService): NonNullable<MutationResolvers['cartHandoverSet']> {
  return async (_, args, { caller }) => {
    const input = parseInput(cartIdInput, args);
    if (!input.ok) return { cart: null, userErrors: input.errors };
    const { handover } = args;
    return changeOwnCart(service, caller, input.value.cartId, (cart) => ({
      change: cart.handover === handover ? null : { handover },
    }));
  };
}
