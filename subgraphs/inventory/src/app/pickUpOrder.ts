import { type ProductQuantity, sumByProduct } from '../domain/lines.ts';
import { pickUp } from '../domain/pickUp.ts';
import { holds, type Reservation } from '../domain/reservation.ts';
import { availableOf } from '../domain/stock.ts';
import { publishCommitted } from '../events/publish.ts';
import { countShortage } from '../metrics.ts';
import { commitReservation } from '../store/commitReservation.ts';
import { ensureStockItems } from '../store/ledger.ts';
import { lockReservation } from '../store/reservations.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { Deps, StockTransaction } from './deps.ts';

/**
 * Commits the stock of an order that left, whatever its reservation came to: the courier has the goods. What the books no
 * longer had is booked as found and counted as a shortage.
 */
export async function pickUpOrder(
  tx: StockTransaction,
  deps: Pick<Deps, 'newId' | 'log'>,
  command: { readonly orderId: string; readonly lines: readonly ProductQuantity[] },
): Promise<void> {
  const { orderId } = command;
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation === null) throw new Error(`order ${orderId} was picked up, but never reserved`);
  const shortage = await commitLines(tx, deps, reservation, command.lines);
  if (shortage === 0) return;
  countShortage(shortage);
  deps.log.warn({ orderId, pieces: shortage }, 'goods left that the books did not have');
}

/** @returns pieces that had to be booked as found */
async function commitLines(
  tx: StockTransaction,
  deps: Pick<Deps, 'newId'>,
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
    await ensureStockItems(tx.db, keys, deps.newId);
    items = await lockStockItems(tx.db, keys);
  }
  const moves = items.map((item) => {
    const held = heldOf.get(item.productId) ?? 0;
    const taken = pickedOf.get(item.productId) ?? 0;
    return { item, ...pickUp({ orderId, held, picked: taken, available: availableOf(item) }) };
  });
  await bookStock(
    tx,
    moves.filter((move) => move.movements.length > 0),
  );
  const at = await commitReservation(tx.db, orderId, picked);
  publishCommitted(tx, { orderId, storeId, version: reservation.version + 1, lines: picked, at });
  return moves.reduce((sum, move) => sum + move.shortage, 0);
}
