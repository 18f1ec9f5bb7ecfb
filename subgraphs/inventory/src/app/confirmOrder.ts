import { sumByProduct } from '../domain/lines.ts';
import { mustReserveAgain } from '../domain/reservation.ts';
import { publishReserved } from '../events/publish.ts';
import { countReservation } from '../metrics.ts';
import { confirmHold, lockReservation } from '../store/reservations.ts';
import type { StockTransaction } from './deps.ts';
import { type OrderLines, reserveOrder } from './reserveOrder.ts';

/** Makes the hold of a confirmed order permanent; one that was swept is reserved again, or its stock is lost. */
export async function confirmOrder(tx: StockTransaction, order: OrderLines): Promise<void> {
  const { orderId } = order;
  const held = await confirmHold(tx.db, orderId);
  if (held !== null) {
    const { storeId, version, now } = held;
    publishReserved(tx, { orderId, storeId, version, lines: sumByProduct(order.lines), at: now }, null);
    countReservation('confirm', 'reserved');
    return;
  }
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation !== null && !mustReserveAgain(reservation.state)) return;
  countReservation('confirm', await reserveOrder(tx, order, null));
}
