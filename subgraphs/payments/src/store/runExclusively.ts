import type { Pool } from 'pg';

/**
 * Runs `work` unless another process is at it. The lock is a session's, not a transaction's, so the work may talk to
 * the network; it ends with the connection.
 */
export async function runExclusively(pool: Pool, name: string, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let isLocked = false;
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [name],
    );
    isLocked = rows[0]?.locked === true;
    if (isLocked) await work();
  } finally {
    // A connection that still has the lock must not go back to the pool.
    const isFree = !isLocked || (await unlock(client, name));
    client.release(!isFree);
  }
}

async function unlock(client: { query(sql: string, values: unknown[]): Promise<unknown> }, name: string) {
  try {
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    return true;
  } catch {
    return false;
  }
}
