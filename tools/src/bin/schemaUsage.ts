// `nakku schema:usage`: writes the gateway's record of which client used what, for `npm run schema:check -- --usage`.
import { writeFileSync } from 'node:fs';
import { readUsage } from '@nakku/gateway/usage';
import { Redis } from 'ioredis';
import { readRunFile } from '../servers/runFile.ts';
import { stateFolder } from '../checkout/state.ts';
import { command, exits, numberWithin } from './cli.ts';
import type { Command } from './cli.ts';

const DAYS = 30;
const MAX_DAYS = 366;

export const build = (): Command =>
  command('schema:usage')
    .description(
      'Which client used which field of the API, as the gateways recorded it in Redis (REDIS_URL).',
    )
    .option('--days <n>', 'how far back, today included', numberWithin(1, MAX_DAYS), DAYS)
    .option('--out <file>', 'where to write it', 'schema/usage.json')
    .action(exits(usage));

async function usage({ days, out }: { days: number; out: string }): Promise<number> {
  const url = process.env.REDIS_URL ?? readRunFile(stateFolder())?.redisUrl;
  if (url === undefined) {
    console.error('No Redis is known: set REDIS_URL, or npm start in another terminal');
    return 1;
  }
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 5_000, retryStrategy: () => null });
  // The command that fails says why.
  redis.on('error', () => undefined);
  try {
    const record = await readUsage(redis, { prefix: process.env.REDIS_PREFIX ?? '', days, now: Date.now() });
    writeFileSync(out, `${JSON.stringify(record, null, 2)}\n`);
    const coordinates = new Set(record.clients.flatMap((client) => Object.keys(client.coordinates)));
    console.log(
      `${out}: ${record.clients.length} clients used ${coordinates.size} elements of the schema in ${days} days`,
    );
  } catch (error) {
    console.error(
      `The record cannot be read from Redis: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  } finally {
    redis.disconnect();
  }
  return 0;
}
