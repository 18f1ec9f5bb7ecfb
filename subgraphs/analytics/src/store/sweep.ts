import type { Db, Tx } from './database.ts';

/** Deletes minutes before an instant, of any generation. @returns how many rows went */
export function deleteMinutes(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM rollups WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM rollups WHERE grain = 'MINUTE' AND bucket < ${before} LIMIT ${limit}))`;
}

/** Deletes rows of generations that are no more, left by a rebuild. @returns how many rows went */
export async function deleteFormerGenerations(db: Db, limit: number): Promise<number> {
  const gone = [
    await db.$executeRaw`
      DELETE FROM rollups WHERE ctid = ANY (ARRAY(SELECT ctid FROM rollups
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`,
    await db.$executeRaw`
      DELETE FROM order_facts WHERE ctid = ANY (ARRAY(SELECT ctid FROM order_facts
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`,
    await db.$executeRaw`
      DELETE FROM product_days WHERE ctid = ANY (ARRAY(SELECT ctid FROM product_days
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`,
    await db.$executeRaw`
      DELETE FROM customer_months WHERE ctid = ANY (ARRAY(SELECT ctid FROM customer_months
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`,
    await db.$executeRaw`
      DELETE FROM stores WHERE ctid = ANY (ARRAY(SELECT ctid FROM stores
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`,
  ];
  return gone.reduce((sum, rows) => sum + rows, 0);
}
