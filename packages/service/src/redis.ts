import { backoffMs, waitUpTo } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { Redis } from 'ioredis';

/**
 * A connection to Redis that fails fast and heals itself: a command while Redis is away is refused at once or
 * after `commandTimeoutMs` (2 s unless told), and reconnecting goes on in the background. Redis is never needed to start.
 */
export function openRedis(o: { url: string; keyPrefix: string; commandTimeoutMs?: number }): Redis {
  const redis = new Redis(o.url, {
    keyPrefix: o.keyPrefix,
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: o.commandTimeoutMs ?? 2_000,
    retryStrategy: (attempt) => backoffMs(attempt, { firstMs: 50, maxMs: 1_000 }),
  });
  const log = logger({ part: 'redis' });
  let down = false;
  redis.on('error', (err: Error) => {
    if (!down) log.warn({ err }, 'Redis is away');
    down = true;
  });
  redis.on('ready', () => {
    if (down) log.info('Redis is back');
    down = false;
  });
  return redis;
}

/** Waits for the first connection, but never longer than `ms`: the service starts without Redis as well. */
export async function connectRedis(redis: Redis, ms: number): Promise<void> {
  // A failed first try is logged by the listener above and repeated by the retry strategy.
  const connected = redis.connect().catch(() => undefined);
  // Not a reason to keep a process alive whose start failed meanwhile.
  await waitUpTo(ms, connected, { keepsAlive: false });
}
