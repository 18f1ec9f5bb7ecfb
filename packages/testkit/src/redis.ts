import { Redis } from 'ioredis';
import { servers } from './servers.ts';

/** Deletes every key that begins with `prefix`. */
export async function dropRedisKeys(prefix: string): Promise<void> {
  const redis = new Redis(servers().redisUrl);
  try {
    for await (const keys of redis.scanStream({
      match: `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`,
      count: 500,
    })) {
      if (Array.isArray(keys) && keys.length > 0) await redis.del(keys.map(String));
    }
  } finally {
    redis.disconnect();
  }
}
