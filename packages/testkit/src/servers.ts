import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Servers {
  /** Without a database: `postgresql://user@host:port`. */
  readonly postgresUrl: string;
  /** `host:port`, several with commas. */
  readonly kafkaBrokers: string;
  readonly redisUrl: string;
}

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * Where the real servers are: POSTGRES_URL, KAFKA_BROKERS and REDIS_URL, else the run file that `npm start` and
 * the test launcher write.
 * @throws Error that says how to start them
 */
export function servers(env: NodeJS.ProcessEnv = process.env): Servers {
  const run = runFile(path.resolve(env.NAKKU_STATE ?? path.join(root, '.nakku'), 'run.json'));
  const found = {
    postgresUrl: env.POSTGRES_URL ?? run.postgresUrl,
    kafkaBrokers: env.KAFKA_BROKERS ?? run.kafkaBrokers,
    redisUrl: env.REDIS_URL ?? run.redisUrl,
  };
  const { postgresUrl, kafkaBrokers, redisUrl } = found;
  if (!postgresUrl || !kafkaBrokers || !redisUrl) {
    throw new Error(
      'Integration tests need PostgreSQL, Kafka and Redis: run them through `npm test`, or start the servers first, ' +
        'or set POSTGRES_URL, KAFKA_BROKERS and REDIS_URL.',
    );
  }
  return { postgresUrl: postgresUrl.replace(/\/$/, ''), kafkaBrokers, redisUrl };
}

function runFile(file: string): Partial<Record<keyof Servers, string>> {
  let run: unknown;
  try {
    run = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
  const text = (name: keyof Servers): Partial<Record<keyof Servers, string>> => {
    const value: unknown = Object(run)[name];
    return typeof value === 'string' ? { [name]: value } : {};
  };
  return { ...text('postgresUrl'), ...text('kafkaBrokers'), ...text('redisUrl') };
}
