import type { Transaction } from '@nakku/platform';
import { mergeCoupons } from '../domain/coupon.ts';
import { addNotReturned, restoreLines } from '../domain/lines.ts';
import { countLinesNotRestored } from '../metrics.ts';
import { deleteUses } from '../store/promotions.ts';
import { deleteOrderedLines } from '../store/takenLines.ts';
import type { Tx } from '../store/database.ts';
import { changeCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/**
 * Gives the pieces of an order that was cancelled before it was confirmed back to its cart, as far as they fit beside what
 * was added meanwhile; of what does not fit the cart warns. Its promotions are unused again, and its coupons come back.
 */
export async function restoreOrderedLines(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'config'>,
  command: { readonly cartId: string; readonly orderId: string; readonly at: Date },
): Promise<void> {
  const unused = await deleteUses(tx.db, command.orderId);
  await changeCart(tx, command.cartId, command.at, async (cart) => {
    const taken = await deleteOrderedLines(tx.db, command.orderId);
    if (taken.length === 0) return null;
    const { lines, leftOut } = restoreLines(cart.lines, taken, deps.config.CART_MAX_LINES);
    countLinesNotRestored(leftOut.length);
    const { coupons } = mergeCoupons(cart.coupons, unused);
    return { lines, notReturned: addNotReturned(cart.notReturned, leftOut), coupons };
  });
}
