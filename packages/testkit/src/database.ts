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
      onServer(postgresUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`),
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
