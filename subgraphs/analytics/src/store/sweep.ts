import { Prisma } from '../generated/prisma/client.ts';
import type { Db, Tx } from './database.ts';

/** Deletes minutes before an instant, of any generation. @returns how many rows went */
export function deleteMinutes(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM rollups WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM rollups WHERE grain = 'MINUTE' AND bucket < ${before} LIMIT ${limit}))`;
}

/** Tables whose rows belong to a generation. */
const OF_GENERATIONS = ['rollups', 'order_facts', 'product_days', 'customer_months', 'stores'].map(
  Prisma.raw,
);

/** Deletes rows of generations that are no more, left by a rebuild, at most `limit` of each table. @returns how many rows went */
export async function deleteFormerGenerations(db: Db, limit: number): Promise<number> {
  let gone = 0;
  for (const table of OF_GENERATIONS) {
    gone += await db.$executeRaw`
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table}
        WHERE generation < (SELECT min(id) FROM generations) LIMIT ${limit}))`;
  }
  return gone;
}
