import { typeDefsOf } from '@nakku/graphql-kit';
import { initTelemetry } from '@nakku/telemetry';
import type { DocumentNode } from 'graphql';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import { startJobs } from './jobs.ts';
import type { RunningService, ServiceKit, SubgraphDatabase, SubgraphParts } from './kit.ts';
import { type KitOptions, openKit } from './openKit.ts';
import { readiness } from './readiness.ts';
import { serve } from './serve.ts';
import { Shutdown } from './shutdown.ts';

export interface SubgraphOptions<
  Db extends SubgraphDatabase<Db>,
  Config extends SubgraphConfig,
> extends KitOptions<Db, Config> {
  readonly build: (kit: ServiceKit<Db, Config>) => SubgraphParts<Db> | Promise<SubgraphParts<Db>>;
  /** Default: `schema/shared` and `schema/<name>.graphql`. */
  readonly typeDefs?: DocumentNode;
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
  const { url, port, internalUrl } = await serve({
    name,
    config,
    operable: kit.platform,
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
  kit.log.info({ url, internalUrl, startMs: Math.round(performance.now() - started) }, 'started');
  return {
    url,
    port,
    internalUrl,
    async stop() {
      kit.log.info('stopping');
      await shutdown.run();
      kit.log.info('stopped');
    },
  };
}
