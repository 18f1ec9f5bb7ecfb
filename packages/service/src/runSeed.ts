import { initTelemetry } from '@nakku/telemetry';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import type { ServiceKit, SubgraphDatabase } from './kit.ts';
import { type KitOptions, openKit } from './openKit.ts';
import { Shutdown } from './shutdown.ts';

/** @throws Error in production (NODE_ENV) */
export function refuseInProduction(name: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env.NODE_ENV === 'production')
    throw new Error(
      `The demo data of ${name} is not for production: its accounts have a password that everybody knows`,
    );
}

/**
 * Puts demo data into a subgraph's database, through its stores and with events in the outbox, which the running
 * service publishes. `seed` must be idempotent and returns what it did, as a sentence.
 * @throws Error in production (NODE_ENV)
 */
export async function runSeed<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: KitOptions<Db, Config> & { readonly seed: (kit: ServiceKit<Db, Config>) => Promise<string> },
): Promise<void> {
  refuseInProduction(o.name);
  const shutdown = new Shutdown(o.config.SHUTDOWN_GRACE_MS);
  const telemetry = initTelemetry({
    service: o.name,
    logLevel: o.config.LOG_LEVEL,
    otlpEndpoint: o.config.OTLP_ENDPOINT,
  });
  shutdown.on('telemetry', () => telemetry.shutdown());
  try {
    const kit = await openKit(o, shutdown);
    kit.log.info({ done: await o.seed(kit) }, 'seeded');
  } finally {
    await shutdown.run();
  }
}
