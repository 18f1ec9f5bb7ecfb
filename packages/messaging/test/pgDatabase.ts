import type { Database, SqlExecutor } from '@nakku/platform';
import pg from 'pg';

/** The part of a Prisma client that the platform uses, over plain pg: this package has no Prisma schema of its own. */
export interface PgDatabase extends Database<SqlExecutor>, SqlExecutor {
  readonly pool: pg.Pool;
  rows<Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export function openDatabase(url: string, max = 10): PgDatabase {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const executorOn = (on: pg.Pool | pg.PoolClient): SqlExecutor => ({
    $queryRawUnsafe: async <T>(sql: string, ...values: unknown[]) => (await on.query(sql, values)).rows as T,
    $executeRawUnsafe: async (sql: string, ...values: unknown[]) =>
      (await on.query(sql, values)).rowCount ?? 0,
  });
  return {
    pool,
    ...executorOn(pool),
    async $transaction(work) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('BEGIN');
        const result = await work(executorOn(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => (broken = true));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    rows: async (sql, ...values) => (await pool.query(sql, values)).rows,
    close: () => pool.end(),
  };
}
