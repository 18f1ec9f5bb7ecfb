import { missing } from '../domain/missing.ts';
import { holds } from '../domain/reservation.ts';
import { availableOf } from '../domain/stock.ts';
import { countMissing } from '../metrics.ts';
import { lockReservation, takeFromReservation } from '../store/reservations.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { Deps, StockTransaction } from './deps.ts';

/** Pieces that an order holds are not on the shelf: it holds them no longer, and they leave the books. */
export async function removeMissing(
  tx: StockTransaction,
  deps: Pick<Deps, 'log'>,
  {
    orderId,
    productId,
    quantity,
  }: { readonly orderId: string; readonly productId: string; readonly quantity: number },
): Promise<void> {
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation === null) throw new Error(`order ${orderId} is packed, but was never reserved`);
  const { storeId, state, lines } = reservation;
  const [item] = await lockStockItems(tx.db, [{ storeId, productId }]);
  if (!item) return;
  const line = holds(state) ? lines.find((one) => one.productId === productId) : undefined;
  const held = line?.quantity ?? 0;
  const { movements, released } = missing({ orderId, held, missing: quantity, available: availableOf(item) });
  if (movements.length > 0) await bookStock(tx, [{ item, movements }]);
  if (released > 0) await takeFromReservation(tx.db, { orderId, productId, quantity: released });
  countMissing(quantity);
  deps.log.warn({ orderId, productId, pieces: quantity }, 'goods of an order were not on the shelf');
}
