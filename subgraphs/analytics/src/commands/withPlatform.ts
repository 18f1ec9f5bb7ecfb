import { createPlatform } from '@nakku/messaging';
import type { RunningPlatform } from '@nakku/messaging';
import { openDatabase } from '@nakku/service';
import type pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { AnalyticsConfig } from '../config.ts';
import type { Db, Tx } from '../store/database.ts';

/** What a command works with. */
export interface CommandKit {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly platform: RunningPlatform<Tx>;
}

/** Runs `work` with the service's database and platform. Closes both. */
export async function withPlatform<Result>(
  config: Pick<AnalyticsConfig, 'DATABASE_URL' | 'KAFKA_BROKERS' | 'KAFKA_TOPIC_PREFIX'>,
  work: (kit: CommandKit) => Promise<Result>,
): Promise<Result> {
  const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 3, service: 'analytics' });
  const db = new PrismaClient({ adapter });
  const platform = createPlatform<Tx>({
    service: 'analytics',
    db,
    databaseUrl: config.DATABASE_URL,
    pool,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
  });
  try {
    return await work({ db, pool, platform });
  } finally {
    await platform.stop();
    await db.$disconnect();
    await pool.end();
  }
}
