import { randomBytes } from 'node:crypto';
import { hashCartToken } from '@nakku/identity';
import { publishCart } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { countCartsOf, insertCart, loadCart } from '../store/carts.ts';
import { cartLimit } from './lineErrors.ts';

/** 256 bits: the only key to a guest's cart. */
const TOKEN_BYTES = 32;

export function cartCreate(service: CartService): NonNullable<MutationResolvers['cartCreate']> {
  return (_, _args, { caller }) =>
    service.platform.transaction(async (tx) => {
      const limit = service.config.CART_MAX_PER_CUSTOMER;
      if (caller.kind === 'user' && (await countCartsOf(tx.db, caller.userId)) >= limit) {
        return { cart: null, cartToken: null, userErrors: [cartLimit([], limit, 'A customer has carts,')] };
      }
      const cartToken = caller.kind === 'user' ? null : randomBytes(TOKEN_BYTES).toString('base64url');
      const cartId = service.newId();
      const now = service.now();
      await insertCart(tx.db, {
        id: cartId,
        customerId: caller.kind === 'user' ? caller.userId : null,
        tokenHash: cartToken === null ? null : hashCartToken(cartToken),
        now,
      });
      const cart = await loadCart(tx.db, cartId);
      if (cart !== null) publishCart(tx, cart, now);
      return { cart, cartToken, userErrors: [] };
    });
}
