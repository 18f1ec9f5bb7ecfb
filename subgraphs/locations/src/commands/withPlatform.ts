import { createPlatform } from '@nakku/messaging';
import { openDatabase } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import type { LocationsConfig } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

/** Runs `work` with the service's database and platform; the running service publishes what is emitted. Closes both. */
export async function withPlatform<Result>(
  config: LocationsConfig,
  work: (deps: Pick<Deps, 'db' | 'platform'>) => Promise<Result>,
): Promise<Result> {
  const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 2, service: 'locations' });
  const db = new PrismaClient({ adapter });
  const platform = createPlatform({
    service: 'locations',
    db,
    databaseUrl: config.DATABASE_URL,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
  });
  try {
    return await work({ db, platform });
  } finally {
    await platform.stop();
    await db.$disconnect();
    await pool.end();
  }
}
