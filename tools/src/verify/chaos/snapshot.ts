import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import type { Databases } from '../invariants/databases.ts';
import { SUBGRAPHS } from '../../system/services.ts';
import { CONSUMERS_OF } from './faults.ts';
import type { Log } from './log.ts';

/** Sealed or hashed, and all the same nobody's business in a file. */
const SECRET = ['signing_keys', 'sessions', 'refresh_tokens'];

const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Writes all tables, the topics of orders and the provider's ledger into a folder, as JSON lines: evidence. */
export async function takeSnapshot(databases: Databases, log: Log, folder: string): Promise<void> {
  for (const name of SUBGRAPHS) {
    const into = path.join(folder, name);
    mkdirSync(into, { recursive: true });
    const tables = await databases.rows<{ schema: string; name: string }>(
      name,
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables
       WHERE schemaname IN ('public', 'platform') AND NOT tablename = ANY($1)`,
      [SECRET],
    );
    for (const table of tables) {
      const rows = await databases.rows<{ row: unknown }>(
        name,
        `SELECT to_jsonb(t) AS row FROM "${table.schema}"."${table.name}" t`,
      );
      writeFileSync(
        path.join(into, `${table.schema}.${table.name}.jsonl`),
        lines(rows.map(({ row }) => row)),
      );
    }
  }
  for (const topic of Object.keys(CONSUMERS_OF)) {
    const messages = (await log.read(topic)).map(({ partition, offset, key, value, headers }) => ({
      partition,
      offset,
      key: key?.toString('utf8'),
      headers: Object.fromEntries(Object.entries(headers).map(([header, given]) => [header, String(given)])),
      value: value?.toString('utf8'),
    }));
    writeFileSync(path.join(folder, `topic.${topic}.jsonl`), lines(messages));
  }
  const { body } = await request(`${databases.targets.providerUrl}/_sim/ledger`);
  writeFileSync(path.join(folder, 'provider.ledger.json'), await body.text());
}
