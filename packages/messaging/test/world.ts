import { randomUUID } from 'node:crypto';
import type { EventData, EventType } from '@nakku/contracts';
import { migratePlatform } from '@nakku/platform';
import type { SqlExecutor, Transaction } from '@nakku/platform';
import { createTestDatabase, dropTopics, servers, topicPrefix } from '@nakku/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createPlatform } from '../src/index.ts';
import type { ConsumerHandlers, EventFaults, KafkaOptions, RunningPlatform, Tuning } from '../src/index.ts';
import { openDatabase } from './pgDatabase.ts';
import type { PgDatabase } from './pgDatabase.ts';

export type TestTransaction = Transaction<SqlExecutor>;

export interface TestService {
  readonly db: PgDatabase;
  readonly url: string;
  /** A platform on this service's database; several stand for replicas. Stopped at the end of the test. */
  platform(o?: Partial<PlatformChoices>): RunningPlatform<SqlExecutor>;
}

export interface PlatformChoices {
  readonly tuning: Partial<Tuning>;
  readonly faults: EventFaults;
  readonly brokers: readonly string[];
  readonly kafka: Partial<KafkaOptions>;
  readonly url: string;
  readonly db: PgDatabase;
  readonly name: string;
  /** Without it live hints stay inside the platform. */
  readonly redis: Redis;
}

/** Real servers, names of one's own. `end` stops what was started and drops what was created. */
export interface World {
  readonly prefix: string;
  readonly brokers: readonly string[];
  service(name: string): Promise<TestService>;
  redis(): Redis;
  end(): Promise<void>;
}

/** Tables of the test services: a counter per aggregate, and a row per applied event (twice if applied twice). */
const tables = `
CREATE TABLE carts (id uuid PRIMARY KEY, version int NOT NULL);
CREATE TABLE applied (position serial PRIMARY KEY, key text, sequence int, type text, event_id text)`;

export function createWorld(): World {
  const prefix = topicPrefix();
  const brokers = servers().kafkaBrokers.split(',');
  const ends: (() => Promise<void>)[] = [];
  return {
    prefix,
    brokers,
    redis() {
      const redis = new Redis(servers().redisUrl, { lazyConnect: false });
      redis.on('error', () => undefined);
      ends.push(async () => redis.disconnect());
      return redis;
    },
    async service(name) {
      const { url, drop } = await createTestDatabase(`events_${name}`);
      ends.push(drop);
      const client = new pg.Client(url);
      await client.connect();
      await migratePlatform(client);
      await client.query(tables);
      await client.end();
      const db = openDatabase(url);
      ends.push(() => db.close());
      return {
        db,
        url,
        platform(o = {}) {
          const platform = createPlatform<SqlExecutor>({
            service: o.name ?? name,
            db: o.db ?? db,
            databaseUrl: o.url ?? url,
            kafka: { brokers: o.brokers ?? brokers, topicPrefix: prefix, ...o.kafka },
            tuning: { retryFirstMs: 10, fetchWaitMs: 200, ...o.tuning },
            ...(o.faults ? { faults: o.faults } : {}),
            ...(o.redis ? { redis: o.redis } : {}),
          });
          let stopped: Promise<void> | undefined;
          const stop = (): Promise<void> => (stopped ??= platform.stop());
          ends.push(stop);
          return { ...platform, stop };
        },
      };
    },
    async end() {
      for (const end of ends.toReversed()) await end();
      await dropTopics(prefix);
    },
  };
}

export const newId = (): string => randomUUID();

export function cartData(cartId: string, lineCount = 1): EventData<'cart.updated'> {
  const at = '2026-01-02T03:04:05.000Z';
  return { cartId, customerId: null, storeId: null, lineCount, total: 100, currency: 'EUR', at };
}

export function categoryData(categoryId: string, name: string): EventData<'category.updated'> {
  const category = { categoryId, parentId: null, slug: name, name, path: [name] };
  return { category, at: '2026-01-02T03:04:05.000Z' };
}

/** One change of a cart with its event: the version comes from the row lock, as in a service. */
export async function changeCart(
  platform: RunningPlatform<SqlExecutor>,
  cartId: string,
  type: 'cart.updated' | 'cart.cleared' = 'cart.updated',
): Promise<number> {
  return platform.transaction(async (tx) => {
    const version = await nextVersion(tx, cartId);
    tx.emit({ type, subject: cartId, sequence: version, data: cartData(cartId) });
    return version;
  });
}

export async function nextVersion(tx: TestTransaction, cartId: string): Promise<number> {
  const rows = await tx.db.$queryRawUnsafe<{ version: number }[]>(
    `INSERT INTO carts VALUES ($1::uuid, 1)
     ON CONFLICT (id) DO UPDATE SET version = carts.version + 1 RETURNING version`,
    cartId,
  );
  return rows[0]?.version ?? 0;
}

/** Handlers that note each event in `applied`. */
export function noting(...types: EventType[]): ConsumerHandlers<SqlExecutor> {
  return Object.fromEntries(types.map((type) => [type, note]));
}

export async function note(
  event: { key: string; sequence: number; type: string; id: string },
  tx: TestTransaction,
): Promise<void> {
  const sql = 'INSERT INTO applied (key, sequence, type, event_id) VALUES ($1, $2, $3, $4)';
  await tx.db.$executeRawUnsafe(sql, event.key, event.sequence, event.type, event.id);
}

/** Sequences applied to a key, in the order of application. */
export async function appliedTo(service: TestService, key: string): Promise<number[]> {
  const rows = await service.db.rows<{ sequence: number }>(
    'SELECT sequence FROM applied WHERE key = $1 ORDER BY position',
    key,
  );
  return rows.map((row) => row.sequence);
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A promise that a test resolves when it wants. */
export function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settled) => {
    resolve = settled;
  });
  return { promise, resolve: () => resolve() };
}
