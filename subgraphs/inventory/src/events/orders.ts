import type { ConsumerHandlers } from '@nakku/messaging';
import type { TransactionClient } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import { sumByProduct } from '../domain/lines.ts';
import { mustReserveAgain } from '../domain/reservation.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { confirmHold, lockReservation, releaseAll } from '../store/reservations.ts';
import { noteReturn } from '../store/returns.ts';
import type { StockMetrics } from './metrics.ts';
import { pickUpOrder } from './pickUpOrder.ts';
import { publishReserved } from './publishReservation.ts';
import { reserveOrder } from './reserveOrder.ts';

/**
 * Follows the orders: one topic and one key per order, so a cancel never overtakes. Each handler can meet any state of
 * the reservation, because holds also end by themselves.
 */
export function ordersConsumer(o: {
  readonly holdMs: number;
  readonly metrics: StockMetrics;
  readonly log: Logger;
}): ConsumerHandlers<TransactionClient<PrismaClient>> {
  return {
    async 'order.created'({ data }, tx) {
      o.metrics.reservation('reserve', await reserveOrder(tx, data, o.holdMs));
    },

    async 'order.confirmed'({ data }, tx) {
      const { orderId, storeId } = data;
      const lines = sumByProduct(data.lines);
      const held = await confirmHold(tx.db, orderId);
      if (held !== null) {
        publishReserved(
          tx,
          { orderId, storeId: held.storeId, version: held.version, lines, at: held.now },
          null,
        );
        o.metrics.reservation('confirm', 'reserved');
        return;
      }
      const reservation = await lockReservation(tx.db, orderId);
      if (reservation !== null && !mustReserveAgain(reservation.state)) return;
      o.metrics.reservation('confirm', await reserveOrder(tx, { orderId, storeId, lines }, null));
    },

    async 'order.picked_up'({ data }, tx) {
      const reservation = await lockReservation(tx.db, data.orderId);
      if (reservation === null) throw new Error(`order ${data.orderId} was picked up, but never reserved`);
      const shortage = await pickUpOrder(tx, reservation, data.lines);
      if (shortage === 0) return;
      o.metrics.shortage(shortage);
      o.log.warn({ orderId: data.orderId, pieces: shortage }, 'goods left that the books did not have');
    },

    async 'order.cancelled'({ data }, tx) {
      const reservation = await lockReservation(tx.db, data.orderId);
      if (reservation !== null) await releaseAll(tx, [reservation], 'RELEASED');
    },

    async 'order.returned'({ data }, tx) {
      await noteReturn(tx.db, data.orderId);
    },
  };
}
