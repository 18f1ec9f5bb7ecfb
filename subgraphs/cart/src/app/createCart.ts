import { randomBytes } from 'node:crypto';
import { hashCartToken } from '@nakku/identity';
import { type Cart, emptyCart } from '../domain/cart.ts';
import { publishCart } from '../events/publish.ts';
import { countGuestCarts, newCartWrite } from '../store/carts.ts';
import { customerState, lockCustomer } from '../store/customers.ts';
import type { Deps } from './deps.ts';

/** 256 bits: the only key to a guest's cart. */
const TOKEN_BYTES = 32;

export type CreateCartResult =
  | { readonly kind: 'done'; readonly cart: Cart; readonly cartToken: string | null }
  | { readonly kind: 'refused'; readonly limit: number; readonly of: 'customer' | 'address' }
  /** The account was erased while its token still lives. */
  | { readonly kind: 'account_gone' };

/**
 * Creates an empty cart: a customer's, or for a null `customerId` a guest's with its secret. Both are bounded: the carts
 * of a customer exactly, those of guests per address up to requests that run at the same time.
 *
 * @param command.origin hash of the network address that a guest comes from
 */
export function createCart(
  deps: Deps,
  command: { readonly customerId: string | null; readonly origin: string },
): Promise<CreateCartResult> {
  const { customerId, origin } = command;
  return deps.platform.transaction(async (tx) => {
    if (customerId === null) {
      const limit = deps.config.CART_MAX_GUEST_CARTS_PER_ADDRESS;
      if ((await countGuestCarts(tx.db, origin, limit)) >= limit) {
        return { kind: 'refused', limit, of: 'address' };
      }
    } else {
      await lockCustomer(tx.db, customerId);
      const { isErased, carts } = await customerState(tx.db, customerId);
      if (isErased) return { kind: 'account_gone' };
      const limit = deps.config.CART_MAX_PER_CUSTOMER;
      if (carts >= limit) return { kind: 'refused', limit, of: 'customer' };
    }
    const cartToken = customerId === null ? randomBytes(TOKEN_BYTES).toString('base64url') : null;
    const tokenHash = cartToken === null ? null : hashCartToken(cartToken);
    const now = deps.now();
    const cart = emptyCart({ id: deps.newId(), customerId, tokenHash, now });
    tx.writeAtCommit(newCartWrite(cart, customerId === null ? origin : null));
    publishCart(tx, cart, now);
    return { kind: 'done', cart, cartToken };
  });
}
