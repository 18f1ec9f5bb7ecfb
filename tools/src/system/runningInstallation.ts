import { localInstallation } from './installation.ts';
import { usualPorts } from './ports.ts';
import { NotRunning } from './runningSystem.ts';
import { readRunFile } from '../servers/runFile.ts';
import type { Installation } from './services.ts';

const PROFILE = 'demo';

/**
 * The installation on the servers that run for a state folder, or on those that the environment names.
 * @throws NotRunning
 */
export async function runningInstallation(
  state: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Installation> {
  const run = readRunFile(state);
  const postgresUrl = env.POSTGRES_URL || run?.postgresUrl;
  const kafkaBrokers = env.KAFKA_BROKERS || run?.kafkaBrokers;
  const redisUrl = env.REDIS_URL || run?.redisUrl;
  if (!postgresUrl || !kafkaBrokers || !redisUrl) {
    throw new NotRunning('No servers run here: npm run servers or npm start in another terminal');
  }
  return localInstallation({
    state,
    servers: { postgresUrl, kafkaBrokers, redisUrl },
    ports: usualPorts(env),
    profile: env.DURATIONS_PROFILE ?? PROFILE,
    env,
  });
}
