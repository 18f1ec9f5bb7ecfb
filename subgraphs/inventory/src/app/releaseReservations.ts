import { holds, type Reservation } from '../domain/reservation.ts';
import { release } from '../domain/stock.ts';
import { publishReleased } from '../events/publish.ts';
import { moveReservations } from '../store/reservations.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { StockTransaction } from './deps.ts';

/** Gives back what these reservations hold, which the transaction has locked, and publishes it. */
export async function releaseReservations(
  tx: StockTransaction,
  reservations: readonly Reservation[],
  state: 'RELEASED' | 'EXPIRED',
): Promise<void> {
  const held = reservations.filter((one) => holds(one.state));
  if (held.length === 0) return;
  const lines = held.flatMap(({ orderId, storeId, lines }) =>
    lines.map((line) => ({ ...line, orderId, storeId })),
  );
  const items = await lockStockItems(tx.db, lines);
  const bookings = items.map((item) => ({
    item,
    movements: lines
      .filter(
        (line) => line.storeId === item.storeId && line.productId === item.productId && line.quantity > 0,
      )
      .map((line) => release(line.quantity, line.orderId)),
  }));
  await bookStock(
    tx,
    bookings.filter((booking) => booking.movements.length > 0),
  );
  const at = await moveReservations(
    tx.db,
    held.map((one) => one.orderId),
    state,
  );
  for (const one of held) publishReleased(tx, { ...one, version: one.version + 1, at });
}
