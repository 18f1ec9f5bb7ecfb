import { type ProductQuantity, sumByProduct } from '../domain/lines.ts';
import { holds, type Reservation } from '../domain/reservation.ts';
import { availableOf, release, reservation as reserved, type StockItem } from '../domain/stock.ts';
import { publishChange } from '../events/publish.ts';
import { countReservation } from '../metrics.ts';
import { archivedAmong } from '../store/products.ts';
import {
  addToReservation,
  lockReservation,
  noteOutcome,
  takeFromReservation,
} from '../store/reservations.ts';
import { lockStockItems } from '../store/stockItems.ts';
import type { Shortage } from '../store/reserve.ts';
import { bookStock } from './bookStock.ts';
import type { StockTransaction } from './deps.ts';

/**
 * Holds what an order needs after a change that its customer wants: of each product what is missing, all of it or nothing.
 * What it needs less of is released when the change is made.
 */
export async function reserveChange(
  tx: StockTransaction,
  {
    orderId,
    changeId,
    lines,
  }: { readonly orderId: string; readonly changeId: string; readonly lines: readonly ProductQuantity[] },
): Promise<void> {
  const reservation = await lockedReservation(tx, orderId);
  const { storeId } = reservation;
  const more = differences(reservation, lines).filter(({ delta }) => delta > 0);
  const items = await lockedItems(tx, reservation, more);
  const archived = await archivedAmong(
    tx.db,
    more.map(({ productId }) => productId),
  );
  const shortages = more.flatMap(({ productId, delta }): Shortage[] => {
    const item = items.get(productId);
    const available = item && !archived.has(productId) ? availableOf(item) : 0;
    return available < delta ? [{ productId, requested: delta, available }] : [];
  });
  const fact = { orderId, storeId, changeId };
  if (!holds(reservation.state) || shortages.length > 0) {
    countReservation('change', 'rejected');
    publishChange(tx, { ...fact, ...(await noteOutcome(tx.db, orderId)) }, shortages);
    return;
  }
  await bookDifferences(tx, orderId, more, items);
  countReservation('change', 'reserved');
  publishChange(tx, { ...fact, ...(await noteOutcome(tx.db, orderId)) }, null);
}

/** Releases what an order holds beyond these lines: its customer took pieces back, or a change will not be made. */
export async function releaseSurplus(
  tx: StockTransaction,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly ProductQuantity[] },
): Promise<void> {
  const reservation = await lockedReservation(tx, orderId);
  if (!holds(reservation.state)) return;
  const surplus = differences(reservation, lines).filter(({ delta }) => delta < 0);
  await bookDifferences(tx, orderId, surplus, await lockedItems(tx, reservation, surplus));
}

/** Pieces of a product that an order needs more (positive) or less than it holds. */
interface Difference {
  readonly productId: string;
  readonly delta: number;
}

async function lockedReservation(tx: StockTransaction, orderId: string): Promise<Reservation> {
  const reservation = await lockReservation(tx.db, orderId);
  if (reservation === null) throw new Error(`order ${orderId} is confirmed, but was never reserved`);
  return reservation;
}

function differences({ lines: held }: Reservation, wanted: readonly ProductQuantity[]): Difference[] {
  const heldOf = new Map(held.map(({ productId, quantity }) => [productId, quantity]));
  const wantedOf = new Map(sumByProduct(wanted).map(({ productId, quantity }) => [productId, quantity]));
  return [...new Set([...heldOf.keys(), ...wantedOf.keys()])].map((productId) => ({
    productId,
    delta: (wantedOf.get(productId) ?? 0) - (heldOf.get(productId) ?? 0),
  }));
}

async function lockedItems(
  tx: StockTransaction,
  { storeId }: Reservation,
  of: readonly Difference[],
): Promise<Map<string, StockItem>> {
  if (of.length === 0) return new Map();
  const keys = of.map(({ productId }) => ({ storeId, productId }));
  const items = await lockStockItems(tx.db, keys);
  return new Map(items.map((item) => [item.productId, item]));
}

async function bookDifferences(
  tx: StockTransaction,
  orderId: string,
  of: readonly Difference[],
  items: ReadonlyMap<string, StockItem>,
): Promise<void> {
  const bookings = of.flatMap(({ productId, delta }) => {
    const item = items.get(productId);
    const movement = delta > 0 ? reserved(delta, orderId) : release(-delta, orderId);
    return item ? [{ item, movements: [movement] }] : [];
  });
  await bookStock(tx, bookings);
  for (const { productId, delta } of of) {
    if (delta > 0) await addToReservation(tx.db, { orderId, productId, quantity: delta });
    else await takeFromReservation(tx.db, { orderId, productId, quantity: -delta });
  }
}
