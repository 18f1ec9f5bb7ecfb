import { type ProductQuantity, sumByProduct } from '../domain/lines.ts';
import { pickUp } from '../domain/pickUp.ts';
import { holds, type Reservation } from '../domain/reservation.ts';
import { availableOf } from '../domain/stock.ts';
import { book, ensureStockItems } from '../store/book.ts';
import { commitReservation } from '../store/commitReservation.ts';
import type { StockTransaction } from '../store/database.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { publishCommitted } from './publishReservation.ts';

/**
 * Commits the stock of an order that left, whatever its reservation came to: the courier has the goods.
 * @param reservation under its lock
 * @returns pieces that had to be booked as found, because the books no longer had them
 */
export async function pickUpOrder(
  tx: StockTransaction,
  reservation: Reservation,
  pickedLines: readonly ProductQuantity[],
): Promise<number> {
  const { orderId, storeId, state } = reservation;
  if (state === 'COMMITTED') return 0;
  const picked = sumByProduct(pickedLines);
  const pickedOf = new Map(picked.map((line) => [line.productId, line.quantity]));
  const heldOf = new Map(
    holds(state) ? reservation.lines.map((line) => [line.productId, line.quantity]) : [],
  );
  const keys = [...new Set([...pickedOf.keys(), ...heldOf.keys()])].map((productId) => ({
    storeId,
    productId,
  }));

  let items = await lockStockItems(tx.db, keys);
  if (items.length < keys.length) {
    await ensureStockItems(tx.db, keys);
    items = await lockStockItems(tx.db, keys);
  }
  const moves = items.map((item) => {
    const held = heldOf.get(item.productId) ?? 0;
    const taken = pickedOf.get(item.productId) ?? 0;
    return { item, ...pickUp({ orderId, held, picked: taken, available: availableOf(item) }) };
  });
  await book(
    tx,
    moves.filter((move) => move.movements.length > 0),
  );
  const at = await commitReservation(tx.db, orderId, picked);
  publishCommitted(tx, { orderId, storeId, version: reservation.version + 1, lines: picked, at });
  return moves.reduce((sum, move) => sum + move.shortage, 0);
}
