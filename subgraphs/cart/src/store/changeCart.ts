import type { Cart } from '../domain/cart.ts';
import { publishCart } from '../events/published.ts';
import { type CartChange, loadCarts, lockCarts, saveCart } from './carts.ts';
import type { CartTransaction } from './database.ts';

/** A change and the event that tells of it; `cart.updated` if none is named. */
export type PublishedChange = CartChange & { readonly event?: 'cart.updated' | 'cart.cleared' };

/**
 * Changes a cart under its lock: `decide` sees it as it is and returns what to write, or null for nothing. Writes it,
 * adds 1 to the version and publishes that version, all in `tx`. Returns the cart as it is then; null if there is none.
 */
export async function changeCart(
  tx: CartTransaction,
  cartId: string,
  now: Date,
  decide: (cart: Cart) => Promise<PublishedChange | null> | PublishedChange | null,
): Promise<Cart | null> {
  const [cart] = await lockCarts(tx.db, [cartId]);
  if (cart === undefined) return null;
  const change = await decide(cart);
  return change === null ? cart : writeCart(tx, cart, change, now);
}

/** Writes and publishes a change of a cart that is locked already. */
export async function writeCart(
  tx: CartTransaction,
  cart: Cart,
  { event = 'cart.updated', ...change }: PublishedChange,
  now: Date,
): Promise<Cart | null> {
  await saveCart(tx.db, cart, change, now);
  const [changed] = await loadCarts(tx.db, [cart.id], { ended: change.ended ?? false });
  if (changed === undefined) return null;
  publishCart(tx, changed, now, event);
  return changed;
}
