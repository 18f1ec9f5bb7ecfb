// The migrations of one subgraph without its start: what a deployment runs before new pods, in the service's own image.
//   SERVICE=orders DATABASE_URL=postgresql://… node deploy/docker/run-service.mjs --migrate-only [--retry-failed NAME]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { initTelemetry } from '@nakku/telemetry';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../config/loadConfig.ts';
import { subgraphEnv } from '../config/subgraphEnv.ts';
import { integer } from '../config/values.ts';
import { migrate } from '../migrations/migrate.ts';
import { EXIT_CONFIG } from '../run.ts';

const configSchema = z.object({
  SERVICE: z.string().regex(/^[a-z]+$/),
  DATABASE_URL: subgraphEnv.DATABASE_URL,
  LOG_LEVEL: subgraphEnv.LOG_LEVEL,
  MIGRATE_LOCK_TIMEOUT_MS: integer(100, 600_000).default(5_000),
  MIGRATE_LOCK_ATTEMPTS: integer(1, 1_000).default(20),
});

async function migrateOnly(): Promise<void> {
  const { values } = parseArgs({
    options: { 'migrate-only': { type: 'boolean' }, 'retry-failed': { type: 'string' } },
  });
  const config = loadConfig(configSchema);
  const telemetry = initTelemetry({ service: config.SERVICE, logLevel: config.LOG_LEVEL });
  try {
    const folder = path.resolve(import.meta.dirname, '../../../../prisma', config.SERVICE, 'migrations');
    const applied = await migrate(config.DATABASE_URL, folder, {
      lockTimeoutMs: config.MIGRATE_LOCK_TIMEOUT_MS,
      lockAttempts: config.MIGRATE_LOCK_ATTEMPTS,
      retryFailed: values['retry-failed'],
    });
    const result = applied.length > 0 ? `applied ${applied.join(', ')}` : 'is up to date';
    process.stdout.write(`${config.SERVICE}: ${result}\n`);
  } finally {
    await telemetry.shutdown();
  }
}

try {
  await migrateOnly();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1;
}
