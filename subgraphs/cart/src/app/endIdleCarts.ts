import { publishCart } from '../events/publish.ts';
import { deleteCarts, deleteEndedCarts, lockIdleGuestCarts } from '../store/carts.ts';
import { deleteOldAttempts } from '../store/coupons.ts';
import type { Deps } from './deps.ts';

/**
 * Ends guests' carts that nobody has changed for `CART_GUEST_MAX_AGE_MS`, up to a batch of them, and removes those that
 * were merged as long ago. Nobody but the guest could open them, and they may hold an address.
 *
 * Also forgets wrong coupon codes whose window is over.
 *
 * @returns how many carts it removed; fewer than a batch: there are no more
 */
export function endIdleCarts(deps: Deps): Promise<number> {
  const { CART_GUEST_MAX_AGE_MS, CART_SWEEP_BATCH, CART_WRONG_COUPONS_WINDOW_MS } = deps.config;
  const now = deps.now();
  const before = new Date(now.getTime() - CART_GUEST_MAX_AGE_MS);
  return deps.platform.transaction(async (tx) => {
    const idle = await lockIdleGuestCarts(tx.db, before, CART_SWEEP_BATCH);
    for (const cart of idle) {
      publishCart(tx, { ...cart, lines: [], version: cart.version + 1 }, now, 'cart.cleared');
    }
    await deleteCarts(
      tx.db,
      idle.map((cart) => cart.id),
    );
    const ended = await deleteEndedCarts(tx.db, before, CART_SWEEP_BATCH - idle.length);
    const since = new Date(now.getTime() - CART_WRONG_COUPONS_WINDOW_MS);
    const attempts = await deleteOldAttempts(tx.db, since, CART_SWEEP_BATCH);
    return Math.max(idle.length + ended, attempts);
  });
}
