import path from 'node:path';
import { createPlatform } from '@nakku/events';
import { typeDefsOf } from '@nakku/graphql-kit';
import { initTelemetry, logger } from '@nakku/telemetry';
import type { PrismaPg } from '@prisma/adapter-pg';
import type { DocumentNode } from 'graphql';
import { durations } from './config/durations.ts';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import { openDatabase } from './database.ts';
import type {
  RunningService,
  ServiceKit,
  SubgraphDatabase,
  SubgraphParts,
  TransactionClient,
} from './kit.ts';
import { startJobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import { readiness } from './readiness.ts';
import { connectRedis, openRedis } from './redis.ts';
import { serve } from './serve.ts';
import { Shutdown } from './shutdown.ts';

/** The checkout: `src` and `dist` lie at the same depth. */
const root = path.resolve(import.meta.dirname, '../../..');
const redisFirstTryMs = 1_000;

export interface SubgraphOptions<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig> {
  /** Name of the subgraph, of its schema, its Prisma folder, its consumer group. */
  readonly name: string;
  readonly config: Config;
  /** Makes the generated Prisma client: `(adapter) => new PrismaClient({ adapter })`. */
  readonly prisma: (adapter: PrismaPg) => Db;
  readonly build: (kit: ServiceKit<Db, Config>) => SubgraphParts<Db> | Promise<SubgraphParts<Db>>;
  /** Default: `schema/shared` and `schema/<name>.graphql`. */
  readonly typeDefs?: DocumentNode;
  /** Default: `prisma/<name>/migrations`. */
  readonly migrations?: string;
}

/**
 * Starts a subgraph: migrates its database, builds it, serves it. Broker and Redis may be down. It stops from the
 * outside in: not ready, drain HTTP, close sockets (1012), the subgraph's `onStop`, jobs, consumer with commit
 * and relay, pools.
 * @throws Error when the database cannot be reached or migrated, or the port is taken; what was opened is closed
 */
export async function startSubgraph<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: SubgraphOptions<Db, Config>,
): Promise<RunningService> {
  const shutdown = new Shutdown(o.config.SHUTDOWN_GRACE_MS);
  try {
    return await start(o, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: SubgraphOptions<Db, Config>,
  shutdown: Shutdown,
): Promise<RunningService> {
  const { name, config } = o;
  const started = performance.now();
  const telemetry = initTelemetry({
    service: name,
    logLevel: config.LOG_LEVEL,
    otlpEndpoint: config.OTLP_ENDPOINT,
  });
  shutdown.on('telemetry', () => telemetry.shutdown());
  const kit = await openKit(o, shutdown);
  const parts = await o.build(kit);
  shutdown.on('service', () => parts.onStop?.());

  const health = readiness({
    pool: kit.pool,
    redis: kit.redis,
    platform: () => kit.platform.readiness(),
    isStopping: () => shutdown.begun,
  });
  const { url, port } = await serve({
    name,
    config,
    typeDefs: o.typeDefs ?? typeDefsOf(name),
    parts,
    health,
    shutdown,
  });
  await kit.platform.start({
    ...(parts.consumer ? { consumer: parts.consumer } : {}),
    ...(parts.deadlines ? { deadlines: parts.deadlines } : {}),
  });
  const jobs = startJobs(name, parts.jobs ?? []);
  shutdown.on('jobs', () => jobs.stop());
  kit.log.info({ url, startMs: Math.round(performance.now() - started) }, 'started');
  return {
    url,
    port,
    async stop() {
      kit.log.info('stopping');
      await shutdown.run();
    },
  };
}

async function openKit<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: SubgraphOptions<Db, Config>,
  shutdown: Shutdown,
) {
  const { name, config } = o;
  const redis = openRedis({ url: config.REDIS_URL, keyPrefix: config.REDIS_PREFIX });
  const redisTried = connectRedis(redis, redisFirstTryMs);
  shutdown.on('pools', async () => {
    await redisTried;
    redis.disconnect();
  });
  const migrations = o.migrations ?? path.join(root, 'prisma', name, 'migrations');
  await Promise.all([migrate(config.DATABASE_URL, migrations), redisTried]);

  const database = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, service: name };
  const { pool, adapter } = openDatabase(database);
  shutdown.on('pools', () => pool.end());
  const db = o.prisma(adapter);
  shutdown.on('pools', () => db.$disconnect());
  const times = durations(config.DURATIONS_PROFILE);
  const platform = createPlatform<TransactionClient<Db>>({
    service: name,
    db,
    databaseUrl: config.DATABASE_URL,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
    redis,
    channelPrefix: `${config.REDIS_PREFIX}${config.KAFKA_TOPIC_PREFIX}`,
    tuning: { idempotencyRetentionMs: times.platform.idempotencyMs },
  });
  shutdown.on('events', () => platform.stop());
  const { live, deadLetters } = platform;
  const log = logger({ part: name });
  return {
    name,
    config,
    db,
    pool,
    redis,
    events: platform,
    platform,
    live,
    deadLetters,
    durations: times,
    log,
  };
}
