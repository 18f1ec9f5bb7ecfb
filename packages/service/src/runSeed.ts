import { initTelemetry } from '@nakku/telemetry';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import type { ServiceKit, SubgraphDatabase } from './kit.ts';
import { type KitOptions, openKit } from './openKit.ts';
import { Shutdown } from './shutdown.ts';

/** Why a seed does not run here; null if it may. */
export function seedProblem(env: NodeJS.ProcessEnv): string | null {
  const name = ['NODE_ENV', 'ENVIRONMENT'].find((variable) => env[variable] === 'production');
  if (name === undefined) return null;
  return `${name} is production: seeds add demo accounts with a public password, so they are refused here.`;
}

/**
 * Puts demo data into a subgraph's database, through its stores and with events in the outbox, which the running
 * service publishes. `seed` must be idempotent and returns what it did, for people. Refused in production.
 */
export async function runSeed<Db extends SubgraphDatabase<Db>, Config extends SubgraphConfig>(
  o: KitOptions<Db, Config> & { readonly seed: (kit: ServiceKit<Db, Config>) => Promise<string> },
): Promise<void> {
  const problem = seedProblem(process.env);
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return;
  }
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
