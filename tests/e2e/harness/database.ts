import pg from 'pg';
import type { Subgraph } from './system.ts';
import { system } from './system.ts';

/** What a test reads of a database that is nobody's business but its owner's: to prove that nothing changed. */
export async function sql<Row extends pg.QueryResultRow>(
  database: Subgraph,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: system.databaseUrl(database) });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
