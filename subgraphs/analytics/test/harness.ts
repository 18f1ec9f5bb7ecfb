import { loadConfig, openDatabase } from '@nakku/service';
import { createPlatform } from '@nakku/messaging';
import type { ReceivedEvent } from '@nakku/contracts';
import { type SubgraphClient, type TestWorld, testWorld } from '@nakku/testkit';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { rollUp } from '../src/app/rollUp.ts';
import { configSchema } from '../src/config.ts';
import type { AnalyticsConfig } from '../src/config.ts';
import type { ObservedEvent } from '../src/domain/observe.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startAnalytics } from '../src/service.ts';
import type { Db, Tx } from '../src/store/database.ts';
import type { TypedEvent } from './story.ts';

/** A running analytics service with a database of its own. */
export interface AnalyticsHarness {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  readonly config: AnalyticsConfig;
  readonly pool: pg.Pool;
  readonly db: Db;
  /** Takes events as a batch that came from the broker, without the broker. */
  take(...events: readonly TypedEvent[]): Promise<void>;
  /** All that is rolled up in the current generation, as text that can be compared. */
  rollups(): Promise<Record<string, unknown[]>>;
  stop(): Promise<void>;
}

const received = (event: TypedEvent): ObservedEvent => {
  const id = uuidv7();
  const rest: Omit<ReceivedEvent, 'type' | 'data'> = {
    ...{ id, correlationId: id, source: `/nakku/${event.topic}`, time: new Date() },
    ...{ subject: event.subject, key: event.subject, sequence: event.sequence },
  };
  // The stories make only events that are observed.
  return { ...rest, type: event.type, data: event.data } as ObservedEvent;
};

const CONTENT = {
  rollups: `SELECT store_id, grain, bucket, counts FROM rollups WHERE generation = $1 ORDER BY 1, 2, 3`,
  products: `SELECT store_id, day, product_id, units, gross FROM product_days WHERE generation = $1 ORDER BY 1, 2, 3`,
  customers: `SELECT store_id, customer, month, orders FROM customer_months WHERE generation = $1 ORDER BY 1, 2, 3`,
  facts: `SELECT order_id, fact, pending_store_id FROM order_facts WHERE generation = $1 ORDER BY 1`,
};

export async function startAnalyticsHarness(more: Record<string, string> = {}): Promise<AnalyticsHarness> {
  const world = await testWorld('analytics');
  const env = { ANALYTICS_DASHBOARD_EVERY_MS: '50', ANALYTICS_CATCH_UP_EVERY_MS: '50', ...more };
  const config = loadConfig(configSchema, world.env(env));
  const service = await startAnalytics(config);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  const opened = openDatabase({ url: world.databaseUrl, poolSize: 2, service: 'analytics' });
  const db = new PrismaClient({ adapter: opened.adapter });
  const platform = createPlatform<Tx>({
    service: 'analytics',
    db,
    databaseUrl: world.databaseUrl,
    pool: opened.pool,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: world.topicPrefix },
  });
  return {
    world,
    client: world.client(service),
    config,
    pool,
    db,
    take: (...events) =>
      platform.transaction((tx) => rollUp(tx, { now: () => new Date() }, events.map(received))),
    async rollups() {
      const { rows } = await pool.query<{ id: number }>(
        `SELECT id FROM generations WHERE status = 'CURRENT'`,
      );
      const contents = await Promise.all(
        Object.entries(CONTENT).map(async ([name, sql]) => {
          const content = await pool.query<Record<string, unknown>>(sql, [rows[0]?.id]);
          return [name, content.rows] as const;
        }),
      );
      return Object.fromEntries(contents);
    },
    async stop() {
      await platform.stop();
      await db.$disconnect();
      await opened.pool.end();
      await pool.end();
      await service.stop();
      await world.cleanup();
    },
  };
}
