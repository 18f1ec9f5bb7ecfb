import { hashCartToken } from '@nakku/identity';
import type { Transaction } from '@nakku/platform';
import type { Cart } from '../domain/cart.ts';
import { mergeCarts as merged } from '../domain/merge.ts';
import type { Warning } from '../domain/warnings.ts';
import { findGuestCart, loadCartsOf, lockCarts } from '../store/carts.ts';
import { customerState, lockCustomer } from '../store/customers.ts';
import type { Tx } from '../store/database.ts';
import { writeCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

export type MergeCartsResult =
  | { readonly kind: 'done'; readonly cart: Cart; readonly warnings: readonly Warning[] }
  | { readonly kind: 'not_found' | 'account_gone' }
  /** The carts together have more lines than one may hold; nothing was merged. */
  | { readonly kind: 'line_limit'; readonly limit: number };

/** Adds a guest's cart to the customer's newest one and ends it; without one, the guest's becomes the customer's. */
export function mergeCarts(
  deps: Deps,
  command: { readonly userId: string; readonly cartToken: string },
): Promise<MergeCartsResult> {
  const { userId, cartToken } = command;
  return deps.platform.transaction(async (tx): Promise<MergeCartsResult> => {
    await lockCustomer(tx.db, userId);
    if ((await customerState(tx.db, userId)).isErased) return { kind: 'account_gone' };
    const guestId = await findGuestCart(tx.db, hashCartToken(cartToken));
    const [newest] = await loadCartsOf(tx.db, userId);
    const locked = await lockCarts(
      tx.db,
      [guestId, newest?.id].filter((id) => id != null),
    );
    // Read again under the lock: another request may have merged or ended the guest's cart meanwhile.
    const guest = locked.find((cart) => cart.id === guestId && cart.tokenHash !== null);
    if (guest === undefined) return { kind: 'not_found' };
    const own = locked.find((cart) => cart.id === newest?.id);
    if (own !== undefined) return merge(tx, deps, own, guest);
    const cart = await writeCart(tx, guest, { customerId: userId }, deps.now());
    return { kind: 'done', cart, warnings: [] };
  });
}

async function merge(tx: Transaction<Tx>, deps: Deps, own: Cart, guest: Cart): Promise<MergeCartsResult> {
  const result = merged(own, guest, { newId: deps.newId, maxLines: deps.config.CART_MAX_LINES });
  if (result.kind === 'refused') return { kind: 'line_limit', limit: result.limit };
  const now = deps.now();
  await writeCart(tx, guest, { lines: [], ended: true, event: 'cart.cleared' }, now);
  const cart = await writeCart(tx, own, result.change, now);
  return { kind: 'done', cart, warnings: result.warnings };
}
