import { logger } from '@nakku/telemetry';
import type { Pool, PoolClient } from 'pg';

/** A transaction of the platform itself, past Prisma: for its own tables only. */
export async function poolTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements says so by an event only.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.off('error', onError);
    // A connection that cannot roll back must not go back to the pool.
    client.release(broken);
  }
}

/**
 * A connection that breaks while it is checked out and idle emits an error that pg's pool does not listen to: without
 * a listener it would end the process. Whoever uses the connection learns of it by the failure of the next query.
 */
export function survivesBrokenConnections(pool: Pool): Pool {
  const log = logger({ part: 'database' });
  const noted = (error: Error): void => log.warn({ err: error }, 'a database connection broke');
  pool.on('error', noted);
  pool.on('connect', (client) => client.on('error', noted));
  return pool;
}
