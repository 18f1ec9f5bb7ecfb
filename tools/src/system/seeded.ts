import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { SubgraphName } from './services.ts';

/** Who learns of rows by events, and where the same rows come from. */
export interface Arrival {
  readonly database: SubgraphName;
  readonly table: string;
  readonly from: readonly [SubgraphName, string];
}

const SEEDS: readonly Arrival[] = [
  { database: 'cart', table: 'products', from: ['products', 'products'] },
  { database: 'cart', table: 'stock', from: ['inventory', 'stock_items'] },
  { database: 'delivery', table: 'users', from: ['users', 'users'] },
];
const CATCH_UP_MS = 120_000;
const LOOK_MS = 100;

async function count(url: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

interface Databases {
  databaseUrl(subgraph: SubgraphName): string;
}

/**
 * The seeds travel by events: waits until everybody has heard of them, so that what is tried next is served.
 * @throws Error naming the table that stays behind
 */
export function untilSeedsHaveArrived(system: Databases): Promise<void> {
  return untilArrived(system, SEEDS, CATCH_UP_MS);
}

/**
 * Waits until each table has as many rows as the one that its events come from.
 * @throws Error naming the table that stays behind
 */
export async function untilArrived(
  system: Databases,
  arrivals: readonly Arrival[],
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (const { database, table, from } of arrivals) {
    const wanted = await count(system.databaseUrl(from[0]), from[1]);
    while ((await count(system.databaseUrl(database), table)) < wanted) {
      if (Date.now() > deadline)
        throw new Error(`${database}.${table} did not get the ${wanted} rows of ${from.join('.')}`);
      await pause(LOOK_MS);
    }
  }
}
