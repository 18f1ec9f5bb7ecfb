import type { Transaction } from '@nakku/platform';
import { type Cart, type Opener, opens } from '../domain/cart.ts';
import { publishCart } from '../events/publish.ts';
import { type CartChange, loadCarts, lockCarts, saveCart } from '../store/carts.ts';
import type { Tx } from '../store/database.ts';
import type { Deps } from './deps.ts';

/** A change and the event that announces it; `cart.updated` if none is named. */
export type PublishedChange = CartChange & { readonly event?: 'cart.updated' | 'cart.cleared' };

/** What a use case decides for a cart: a change, nothing (null), or refusals. */
export type Decision<Refusal> =
  { readonly change: PublishedChange | null } | { readonly refusals: readonly Refusal[] };

export type CartChanged<Refusal = never> =
  | { readonly kind: 'done'; readonly cart: Cart }
  /** The cart does not exist, or the caller may not open it. */
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Who changes which cart. */
export interface CartCommand {
  readonly cartId: string;
  readonly opener: Opener;
}

/** Changes a cart of the caller's under its lock. A foreign cart and a missing one give the same result. */
export function changeOwnCart<Refusal = never>(
  deps: Deps,
  { cartId, opener }: CartCommand,
  decide: (cart: Cart, tx: Transaction<Tx>) => Promise<Decision<Refusal>> | Decision<Refusal>,
): Promise<CartChanged<Refusal>> {
  return deps.platform.transaction(async (tx) => {
    const [cart] = await lockCarts(tx.db, [cartId]);
    if (cart === undefined || !opens(cart, opener)) return { kind: 'not_found' };
    const decision = await decide(cart, tx);
    if ('refusals' in decision) return { kind: 'refused', refusals: decision.refusals };
    const { change } = decision;
    return { kind: 'done', cart: change === null ? cart : await writeCart(tx, cart, change, deps.now()) };
  });
}

/**
 * Changes a cart for a fact, whoever's it is: `decide` sees it under its lock and returns what to write, or null for
 * nothing. A cart that is gone is left alone.
 */
export async function changeCart(
  tx: Transaction<Tx>,
  cartId: string,
  at: Date,
  decide: (cart: Cart) => Promise<PublishedChange | null> | PublishedChange | null,
): Promise<void> {
  const [cart] = await lockCarts(tx.db, [cartId]);
  if (cart === undefined) return;
  const change = await decide(cart);
  if (change !== null) await writeCart(tx, cart, change, at);
}

/** Writes a change of a locked cart, adds 1 to its version and publishes that version. Returns the cart as it is then. */
export async function writeCart(
  tx: Transaction<Tx>,
  cart: Cart,
  { event = 'cart.updated', ...change }: PublishedChange,
  at: Date,
): Promise<Cart> {
  await saveCart(tx.db, cart, change, at);
  const [changed] = await loadCarts(tx.db, [cart.id], { ended: change.ended ?? false });
  if (changed === undefined) throw new Error(`cart ${cart.id} was written without its lock`);
  publishCart(tx, changed, at, event);
  return changed;
}
