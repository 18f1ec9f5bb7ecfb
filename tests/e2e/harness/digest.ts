import pg from 'pg';
import type { Subgraph } from './system.ts';
import { SUBGRAPHS } from './system.ts';
import { sql } from './database.ts';

interface Table extends pg.QueryResultRow {
  readonly schema: string;
  readonly name: string;
}

/** Rows and a digest of everything in each table of a database, the platform's own tables among them. */
async function digestOf(database: Subgraph): Promise<Record<string, string>> {
  const tables = await sql<Table>(
    database,
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const digests: Record<string, string> = {};
  for (const { schema, name } of tables) {
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const [row] = await sql<{ digest: string }>(
      database,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS digest FROM ${table} t`,
    );
    digests[`${database}.${schema}.${name}`] = row?.digest ?? '';
  }
  return digests;
}

/** Of all databases: equal before and after means that nothing changed. */
export async function digests(): Promise<Record<string, string>> {
  const all = await Promise.all(SUBGRAPHS.map(digestOf));
  return Object.assign({}, ...all);
}
