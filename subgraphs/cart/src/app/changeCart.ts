import type { Transaction } from '@nakku/platform';
import { type Cart, type Opener, opens } from '../domain/cart.ts';
import { cartAfter, type CartChange, type StockedProducts } from '../domain/change.ts';
import { publishCart } from '../events/publish.ts';
import { cartWrites, loadCartAt, loadCarts, lockCarts } from '../store/carts.ts';
import type { Tx } from '../store/database.ts';
import type { Prisma } from '../generated/prisma/client.ts';
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

/**
 * Changes a cart of the caller's under its lock. A foreign cart and a missing one give the same result.
 * @param products what the change may add to the cart
 */
export function changeOwnCart<Refusal = never>(
  deps: Deps,
  { cartId, opener }: CartCommand,
  decide: (cart: Cart, db: Tx) => Promise<Decision<Refusal>> | Decision<Refusal>,
  products?: StockedProducts,
): Promise<CartChanged<Refusal>> {
  return deps.platform.transaction(async (tx) => {
    const [cart] = await lockCarts(tx.db, [cartId]);
    if (cart === undefined || !opens(cart, opener)) return { kind: 'not_found' };
    const decision = await decide(cart, tx.db);
    if ('refusals' in decision) return { kind: 'refused', refusals: decision.refusals };
    const { change } = decision;
    if (change === null) return { kind: 'done', cart };
    return { kind: 'done', cart: await writeCart(tx, cart, change, deps.now(), products) };
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

const none: StockedProducts = new Map();

/**
 * Writes a change of a locked cart, adds 1 to its version and publishes that version. Returns the cart as it is then.
 * It must be the last change of that cart in the transaction.
 */
export async function writeCart(
  tx: Transaction<Tx>,
  cart: Cart,
  { event = 'cart.updated', ...change }: PublishedChange,
  at: Date,
  products = none,
): Promise<Cart> {
  const writes = cartWrites(cart, change, at);
  let changed = cartAfter(await atItsStore(tx.db, cart, change), change, products, at);
  if (changed) for (const write of writes) tx.writeAtCommit(write);
  else changed = await writtenAndRead(tx.db, cart, change, writes);
  publishCart(tx, changed, at, event);
  return changed;
}

/** The cart with the stock of the store that the change moves it to. */
async function atItsStore(db: Tx, cart: Cart, { storeId }: CartChange): Promise<Cart> {
  if (storeId == null || storeId === cart.store?.storeId) return cart;
  return (await loadCartAt(db, cart.id, storeId)) ?? cart;
}

/** What the change brings is not known here: it is written at once and read. */
async function writtenAndRead(
  db: Tx,
  { id }: Cart,
  { ended = false }: CartChange,
  writes: readonly Prisma.Sql[],
): Promise<Cart> {
  for (const write of writes) await db.$executeRaw(write);
  const [changed] = await loadCarts(db, [id], { ended });
  if (changed === undefined) throw new Error(`cart ${id} was written without its lock`);
  return changed;
}
