import { booked, type Movement, type StockItem } from '../domain/stock.ts';
import { publishStock } from '../events/publish.ts';
import { writeLedger } from '../store/ledger.ts';
import type { StockTransaction } from './deps.ts';

/** What moves at one stock item, which the transaction has locked. */
export interface Booking {
  readonly item: StockItem;
  /** None: only the threshold changes. */
  readonly movements: readonly Movement[];
  /** A new threshold; undefined: as it is. */
  readonly threshold?: number | undefined;
}

/** Books movements: the ledger, the levels that they sum up to, and an event for each item. Returns the items after it. */
export async function bookStock(tx: StockTransaction, bookings: readonly Booking[]): Promise<StockItem[]> {
  if (bookings.length === 0) return [];
  const changes = bookings.map(({ item, movements, threshold }) => ({
    before: item,
    after: booked(item, movements, threshold),
    movements,
  }));
  const written = await writeLedger(tx.db, changes);
  return changes.map(({ before, after }) => {
    const updatedAt = written.get(after.id);
    if (updatedAt === undefined) throw new Error(`stock item ${after.id} was booked without its lock`);
    const item = { ...after, updatedAt };
    // A new item has no level before: its first event is a plain one.
    publishStock(tx, before.version === 0 ? item.announced : before.announced, item);
    return item;
  });
}
