import type { Discount } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { takeOrdered } from '../domain/lines.ts';
import { addUses } from '../store/promotions.ts';
import { orderedLinesWrite } from '../store/takenLines.ts';
import type { Tx } from '../store/database.ts';
import { changeCart } from './changeCart.ts';

/**
 * Takes the pieces of a new order out of its cart and keeps them until the order is confirmed or cancelled. The quote told
 * the customer what an earlier order could not give back, so that is settled. Coupons that the order uses leave the cart, too.
 */
export async function takeOrderedLines(
  tx: Transaction<Tx>,
  command: {
    readonly cartId: string;
    readonly orderId: string;
    readonly cartOrderNo: number;
    readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
    readonly customerId: string;
    readonly discounts: readonly Pick<Discount, 'promotionId' | 'couponCode'>[];
    readonly at: Date;
  },
): Promise<void> {
  const { discounts } = command;
  if (discounts.length > 0) await addUses(tx.db, command, discounts);
  await changeCart(tx, command.cartId, command.at, (cart) => {
    const { left, taken } = takeOrdered(cart.lines, command.lines);
    tx.writeAtCommit(orderedLinesWrite(cart.id, command.orderId, taken));
    const coupons = cart.coupons.filter((code) => !discounts.some(({ couponCode }) => couponCode === code));
    const orderNo = Math.max(cart.orderNo, command.cartOrderNo);
    return { lines: left, notReturned: [], orderNo, coupons };
  });
}
