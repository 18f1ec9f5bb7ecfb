import { randomBytes } from 'node:crypto';
import pg from 'pg';
export function servers() {
  return {
    postgresUrl: process.env.POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:15432',
    kafkaBrokers: process.env.KAFKA_BROKERS ?? '127.0.0.1:19092',
    redisUrl: process.env.REDIS_URL ?? 'redis://127.0.0.1:16379',
  };
}
const unique = () => randomBytes(5).toString('hex');
export const topicPrefix = () => `t${unique()}.`;
async function admin(sql: string) {
  const c = new pg.Client(`${servers().postgresUrl}/postgres`);
  await c.connect();
  await c.query(sql).finally(() => c.end());
}
export async function createTestDatabase(name: string) {
  const db = `test_${name}_${unique()}`;
  await admin(`CREATE DATABASE ${db}`);
  return { url: `${servers().postgresUrl}/${db}`, drop: () => admin(`DROP DATABASE ${db} WITH (FORCE)`) };
}
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  o: { timeoutMs?: number; everyMs?: number } = {},
) {
  const until = performance.now() + (o.timeoutMs ?? 10_000);
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((r) => setTimeout(r, o.everyMs ?? 25));
    }
  }
}
