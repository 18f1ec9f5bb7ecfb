import { holds } from '../domain/reservation.ts';
import { availableOf, reservation as reserved } from '../domain/stock.ts';
import { publishSubstitute } from '../events/publish.ts';
import { countReservation } from '../metrics.ts';
import { archivedAmong } from '../store/products.ts';
import { addToReservation, lockReservation, noteOutcome } from '../store/reservations.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { StockTransaction } from './deps.ts';

export interface ReserveSubstitute {
  readonly orderId: string;
  readonly substitutionId: string;
  /** Null: the customer wants none. */
  readonly substituteProductId: string | null;
  readonly quantity: number;
}

/** Holds the product that a customer chose instead of another, all pieces or none, as long as the order holds anything. */
export async function reserveSubstitute(
  tx: StockTransaction,
  { orderId, substitutionId, substituteProductId: productId, quantity }: ReserveSubstitute,
): Promise<void> {
  if (productId === null) return;
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation === null) throw new Error(`order ${orderId} is packed, but was never reserved`);
  const { storeId } = reservation;
  const [item] = await lockStockItems(tx.db, [{ storeId, productId }]);
  const isSold = (await archivedAmong(tx.db, [productId])).size === 0;
  const fact = { orderId, storeId, substitutionId, productId, quantity };
  if (!item || !isSold || !holds(reservation.state) || availableOf(item) < quantity) {
    countReservation('substitute', 'rejected');
    publishSubstitute(tx, 'rejected', { ...fact, ...(await noteOutcome(tx.db, orderId)) });
    return;
  }
  await bookStock(tx, [{ item, movements: [reserved(quantity, orderId)] }]);
  await addToReservation(tx.db, { orderId, productId, quantity });
  countReservation('substitute', 'reserved');
  publishSubstitute(tx, 'reserved', { ...fact, ...(await noteOutcome(tx.db, orderId)) });
}
