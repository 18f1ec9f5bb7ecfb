import { idInput, requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { loadCartsOf } from '../store/carts.ts';
import { mayOpen } from './access.ts';

export function queries(service: CartService): QueryResolvers {
  return {
    cart: async (_, { id }, { caller, carts }) => {
      if (!idInput.safeParse(id).success) return null;
      const cart = await carts.load(id);
      return cart !== null && mayOpen(caller, cart) ? cart : null;
    },
    myCarts: (_, _args, { caller }) => loadCartsOf(service.db, requireScope(caller, 'cart:write').userId),
  };
}
