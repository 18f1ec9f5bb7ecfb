import type { Tx } from './database.ts';

/** Any number, the same in all processes. */
const ROLLUP_LOCK = 7_211_300n;

/**
 * Makes the transactions that change rollups wait for each other until they commit: one that takes many events is as fast as
 * several that wait for each other's rows, and they never deadlock.
 */
export async function lockRollups(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROLLUP_LOCK}::bigint)`;
}

/** Generations that events are applied to: the current one, and one that is being rebuilt. */
export async function liveGenerations(tx: Tx): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`SELECT id FROM generations ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** The generation that queries read. */
export async function currentGeneration(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`SELECT id FROM generations WHERE status = 'CURRENT'`;
  const [row] = rows;
  if (!row) throw new Error('no generation of rollups is current');
  return row.id;
}

/** Begins an empty generation, in place of one whose rebuild did not end. */
export async function beginGeneration(tx: Tx): Promise<number> {
  await tx.$executeRaw`DELETE FROM generations WHERE status = 'BUILDING'`;
  const rows = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO generations (id, status)
    SELECT 1 + max(id), 'BUILDING' FROM (
      SELECT max(id) AS id FROM generations UNION ALL SELECT max(generation) FROM order_facts
      UNION ALL SELECT max(generation) FROM rollups UNION ALL SELECT max(generation) FROM stores
    ) used RETURNING id`;
  const [row] = rows;
  if (!row) throw new Error('no generation was begun');
  return row.id;
}

/**
 * Makes a rebuilt generation the current one; the sweep deletes what the former one had.
 * @returns false if another rebuild began meanwhile
 */
export async function swapGeneration(tx: Tx, id: number): Promise<boolean> {
  await tx.$executeRaw`
    DELETE FROM generations WHERE status = 'CURRENT'
    AND EXISTS (SELECT FROM generations WHERE id = ${id} AND status = 'BUILDING')`;
  return (
    (await tx.$executeRaw`UPDATE generations SET status = 'CURRENT' WHERE id = ${id} AND status = 'BUILDING'`) ===
    1
  );
}
