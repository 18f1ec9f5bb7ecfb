import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { UsersConfig } from '../config.ts';

export type Attempt =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  /** Redis is away: nobody may guess without being counted. */
  | { readonly kind: 'unknown' };

export interface AttemptLimits {
  /** Counts an attempt for an account and from an address; all replicas count together. */
  count(o: { readonly account?: string; readonly ip: string }): Promise<Attempt>;
  /** A success: the account's earlier failures no longer count. */
  forget(account: string): Promise<void>;
}

/** Limits of authentication by account and by network address, by one atomic script each, in Redis' own time. */
export function createAttemptLimits(redis: Redis, config: UsersConfig): AttemptLimits {
  const duration = Math.ceil(config.AUTH_LIMIT_WINDOW_MS / 1000);
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterRedis({ storeClient: redis, keyPrefix, points, duration, rejectIfRedisNotReady: true });
  const byAccount = limiter('nakku:attempts:account', config.AUTH_LIMIT_PER_ACCOUNT);
  const byIp = limiter('nakku:attempts:ip', config.AUTH_LIMIT_PER_IP);

  async function consume(limit: RateLimiterRedis, key: string): Promise<Attempt> {
    try {
      await limit.consume(key);
      return { kind: 'allowed' };
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        return { kind: 'limited', retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) };
      }
      return { kind: 'unknown' };
    }
  }

  return {
    async count({ account, ip }) {
      const fromIp = await consume(byIp, ip);
      if (fromIp.kind !== 'allowed' || account === undefined) return fromIp;
      return consume(byAccount, keyOf(account));
    },
    async forget(account) {
      // Redis may be away by now; the window ends by itself.
      await byAccount.delete(keyOf(account)).catch(() => false);
    },
  };
}

/** Of fixed length, and no address in Redis. */
function keyOf(account: string): string {
  return createHash('sha256').update(account).digest('base64url');
}
