import type { PlatformReadiness } from '@nakku/messaging';
import { withTimeout } from '@nakku/platform';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { DependencyHealth, Health } from './http/health.ts';

/** So long a starting service waits for its consumer to join before it calls itself ready without it. */
const consumerGraceMs = 5_000;
const databaseTimeoutMs = 2_000;
const databaseCacheMs = 500;

/**
 * Ready means: the database responds and no stop was requested. Broker and Redis are shown but not required,
 * because orders are accepted without them; only right after the start the consumer is given some seconds to join.
 */
export function readiness(o: {
  pool: pg.Pool;
  redis: Redis;
  platform: () => PlatformReadiness;
  isStopping: () => boolean;
}): () => Promise<Health> {
  const database = cachedFor(databaseCacheMs, () => databaseHealth(o.pool));
  const startedAt = performance.now();
  let joined = false;

  return async () => {
    const { relay, consumer } = o.platform();
    const waitedLong = performance.now() - startedAt > consumerGraceMs;
    joined ||= consumer.state !== 'starting' || waitedLong;
    const databaseState = await database();
    return {
      ready: !o.isStopping() && joined && databaseState.status === 'up',
      dependencies: {
        database: databaseState,
        broker: {
          status: brokerStatus(relay, consumer.state),
          lanes: relay.lanes,
          unpublishedAgeSeconds: relay.unpublishedAgeSeconds,
        },
        ...(consumer.state === 'none'
          ? {}
          : { consumer: { ...consumer, status: consumer.state === 'running' ? 'up' : 'down' } }),
        redis: { status: o.redis.status === 'ready' ? 'up' : 'down' },
      },
    };
  };
}

/** The relay connects at its first event, so without one and without a consumer nobody has tried yet. */
function brokerStatus(
  relay: PlatformReadiness['relay'],
  consumer: PlatformReadiness['consumer']['state'],
): DependencyHealth['status'] {
  if (relay.brokerConnected || consumer === 'running') return 'up';
  return consumer === 'none' && relay.unpublishedAgeSeconds === 0 ? 'idle' : 'down';
}

async function databaseHealth(pool: pg.Pool): Promise<DependencyHealth> {
  const started = performance.now();
  try {
    const late = `no response within ${databaseTimeoutMs} ms`;
    await withTimeout(databaseTimeoutMs, late, pool.query('SELECT 1'));
    return { status: 'up', latencyMs: Math.round(performance.now() - started) };
  } catch (error) {
    return { status: 'down', error: error instanceof Error ? error.message : String(error) };
  }
}

/** Probes come from many sides; the database is asked once for all of them. */
function cachedFor<T>(ms: number, probe: () => Promise<T>): () => Promise<T> {
  let probedAt = Number.NEGATIVE_INFINITY;
  let cached: Promise<T> | undefined;
  return () => {
    if (cached && performance.now() - probedAt < ms) return cached;
    probedAt = performance.now();
    cached = probe();
    return cached;
  };
}
