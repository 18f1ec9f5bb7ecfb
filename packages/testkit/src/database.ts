import pg from 'pg';
import { uniqueName } from './names.ts';
import { servers } from './servers.ts';

export interface TestDatabase {
  readonly url: string;
  /** Ends what is still connected to it. */
  drop(): Promise<void>;
}

/** An empty database of its own, such as `nakku_test_orders_m2x…`. */
export async function createTestDatabase(name: string): Promise<TestDatabase> {
  const { postgresUrl } = servers();
  const database = `nakku_test_${name.replace(/\W/g, '_')}_${uniqueName()}`;
  await onServer(postgresUrl, `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  return {
    url: `${postgresUrl}/${database}`,
    drop: () =>
      onServer(
        postgresUrl,
        awaitClients(database),
        `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`,
      ),
  };
}

/**
 * Waits, a second at most, until nobody is connected: a pool that has ended may still be closing its connections, and a
 * client that is cut off then fails with an error that nobody handles any more.
 */
const awaitClients = (database: string): string => `
  DO $$ BEGIN
    FOR i IN 1..50 LOOP
      EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = ${pg.escapeLiteral(database)});
      PERFORM pg_sleep(0.02), pg_stat_clear_snapshot();
    END LOOP;
  END $$`;

/** Runs statements one by one, each in a transaction of its own. */
async function onServer(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
