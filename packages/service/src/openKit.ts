import path from 'node:path';
import { createPlatform } from '@nakku/messaging';
import { armFailpoints, newId } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { PrismaPg } from '@prisma/adapter-pg';
import { IDEMPOTENCY_RETENTION_MS, pollIntervals } from './config/durations.ts';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import { openDatabase } from './database.ts';
import type { SubgraphDatabase, TransactionClient } from './kit.ts';
import { migrate, requireMigrated } from './migrations/migrate.ts';
import { connectRedis, openRedis } from './redis.ts';
import type { Shutdown } from './shutdown.ts';
import { withRawSql } from './sql/withRawSql.ts';

/** The checkout: `src` and `dist` lie at the same depth. */
const root = path.resolve(import.meta.dirname, '../../..');
const redisFirstTryMs = 1_000;

export interface KitOptions<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig> {
  /** Name of the subgraph, of its schema, its Prisma folder, its consumer group. */
  readonly name: string;
  readonly config: Config;
  /** Makes the generated Prisma client: `(adapter) => new PrismaClient({ adapter })`. */
  readonly prisma: (adapter: PrismaPg) => Db;
  /** Default: `prisma/<name>/migrations`. */
  readonly migrations?: string;
}

/** Migrates the database (or refuses one that is behind) and opens what a subgraph works with; the platform is not started. `shutdown` closes it. */
export async function openKit<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: KitOptions<Db, Config>,
  shutdown: Shutdown,
) {
  const { name, config } = o;
  armFailpoints({ plan: config.FAILPOINTS, service: name, spentFolder: config.FAILPOINTS_SPENT });
  const redis = openRedis({ url: config.REDIS_URL, keyPrefix: config.REDIS_PREFIX });
  const redisTried = connectRedis(redis, redisFirstTryMs);
  shutdown.on('pools', async () => {
    await redisTried;
    redis.disconnect();
  });
  const migrations = o.migrations ?? path.join(root, 'prisma', name, 'migrations');
  const prepared = config.MIGRATE_ON_START ? migrate : requireMigrated;
  await Promise.all([prepared(config.DATABASE_URL, migrations), redisTried]);

  const database = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, service: name };
  const { pool, adapter } = openDatabase(database);
  shutdown.on('pools', () => pool.end());
  const db = withRawSql(o.prisma(adapter), pool);
  shutdown.on('pools', () => db.$disconnect());
  const forLive = openDatabase({
    ...database,
    poolSize: config.DATABASE_LIVE_POOL_SIZE,
    service: `${name}-live`,
  });
  shutdown.on('pools', () => forLive.pool.end());
  const liveDb = withRawSql(o.prisma(forLive.adapter), forLive.pool);
  shutdown.on('pools', () => liveDb.$disconnect());
  const platform = createPlatform<TransactionClient<Db>>({
    service: name,
    db,
    databaseUrl: config.DATABASE_URL,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
    redis,
    channelPrefix: `${config.REDIS_PREFIX}${config.KAFKA_TOPIC_PREFIX}`,
    tuning: {
      idempotencyRetentionMs: IDEMPOTENCY_RETENTION_MS,
      sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
      heartbeatMs: Math.min(1_000, config.KAFKA_SESSION_TIMEOUT_MS / 4),
    },
    ...(config.EVENT_FAULTS ? { faults: config.EVENT_FAULTS } : {}),
  });
  shutdown.on('events', () => platform.stop());
  const log = logger({ part: name });
  const { live } = platform;
  const poll = pollIntervals[config.DURATIONS_PROFILE];
  return {
    name,
    config,
    deps: { db, platform, live, poll, now: () => new Date(), newId },
    db,
    pool,
    liveDb,
    redis,
    platform,
    live,
    deadLetters: platform.deadLetters,
    poll,
    log,
  };
}
