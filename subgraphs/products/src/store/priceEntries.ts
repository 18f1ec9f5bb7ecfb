import type { Page } from '@nakku/graphql-kit';
import type { PriceEntry } from '../domain/prices.ts';
import type { Tx } from './database.ts';
import { priceEntryOf } from './rows.ts';

/** All entries of a product, as they were added. */
export async function priceEntriesOf(db: Tx, productId: string): Promise<PriceEntry[]> {
  return (await db.priceEntry.findMany({ where: { productId }, orderBy: { id: 'asc' } })).map(priceEntryOf);
}

export async function findPriceEntry(db: Tx, id: string): Promise<PriceEntry | null> {
  const row = await db.priceEntry.findUnique({ where: { id } });
  return row === null ? null : priceEntryOf(row);
}

export async function insertPriceEntry(db: Tx, entry: PriceEntry): Promise<void> {
  await db.priceEntry.create({ data: { ...entry, price: BigInt(entry.price) } });
}

/** Writes an entry whose version is one higher than the stored one, under the lock of its product. */
export async function savePriceEntry(db: Tx, { id, price, ...columns }: PriceEntry): Promise<void> {
  await db.priceEntry.update({ where: { id }, data: { ...columns, price: BigInt(price) } });
}

export async function deletePriceEntry(db: Tx, id: string): Promise<void> {
  await db.priceEntry.delete({ where: { id } });
}

/** Removes entries of a product that ended before a time. */
export async function forgetPriceEntries(db: Tx, productId: string, before: Date): Promise<void> {
  await db.priceEntry.deleteMany({ where: { productId, validUntil: { lt: before } } });
}

/** Which entries to list; null: any. */
export interface PriceEntryFilter {
  readonly productId: string | null;
  readonly storeId: string | null;
}

/** Entries of a page, the latest first, one more than it holds. */
export async function listPriceEntries(
  db: Tx,
  { productId, storeId }: PriceEntryFilter,
  { cursor, backward, limit }: Page<string>,
): Promise<PriceEntry[]> {
  const rows = await db.priceEntry.findMany({
    where: {
      ...(productId === null ? {} : { productId }),
      ...(storeId === null ? {} : { storeId }),
      ...(cursor === null ? {} : { id: backward ? { gt: cursor } : { lt: cursor } }),
    },
    orderBy: { id: backward ? 'asc' : 'desc' },
    take: limit + 1,
  });
  return rows.map(priceEntryOf);
}
