import type { ConsumerHandlers } from '@nakku/messaging';
import type { TransactionClient } from '@nakku/service';
import { giveBack, takeOrdered } from '../domain/lines.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { changeCart } from '../store/changeCart.ts';
import { dropTaken, keepTaken } from '../store/carts.ts';

/**
 * What an order does to its cart: the ordered pieces leave when it is created, are gone for good when it is
 * confirmed, and come back when it is cancelled before that. Lines added meanwhile are untouched.
 */
export const orderHandlers: ConsumerHandlers<TransactionClient<PrismaClient>> = {
  'order.created': async ({ data, time }, tx) => {
    await changeCart(tx, data.cartId, time, async (cart) => {
      const { left, taken } = takeOrdered(cart.lines, data.lines);
      await keepTaken(tx.db, cart.id, data.orderId, taken);
      return { lines: left, orderNo: Math.max(cart.orderNo, data.cartOrderNo) };
    });
  },
  'order.confirmed': async ({ data }, { db }) => {
    await dropTaken(db, data.orderId);
  },
  'order.cancelled': async ({ data, time }, tx) => {
    if (data.wasConfirmed) return;
    await changeCart(tx, data.cartId, time, async (cart) => {
      const taken = await dropTaken(tx.db, data.orderId);
      return taken.length === 0 ? null : { lines: giveBack(cart.lines, taken) };
    });
  },
};
