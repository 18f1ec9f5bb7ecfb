import { createHash } from 'node:crypto';
import { networkOf } from '@nakku/identity';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, AttemptLimits, Counted } from '../../app/ports.ts';
import type { UsersConfig } from '../../config.ts';

/**
 * Limits of authentication by account and by network, each counted by one atomic script in Redis' own time. Without
 * Redis a login is unavailable, because passwords can be guessed; registrations and refreshes go on, counted by each
 * replica for itself.
 */
export function createAttemptLimits(redis: Redis, config: UsersConfig): AttemptLimits {
  const duration = Math.ceil(config.AUTH_LIMIT_WINDOW_MS / 1000);
  const limiter = (keyPrefix: string, points: number, isInsured: boolean) => {
    const options = { keyPrefix: `nakku:attempts:${keyPrefix}`, points, duration };
    const insurance = isInsured ? { insuranceLimiter: new RateLimiterMemory(options) } : {};
    return new RateLimiterRedis({
      ...options,
      ...insurance,
      storeClient: redis,
      rejectIfRedisNotReady: true,
    });
  };
  const limiters = (kind: string, perAccount: number, perIp: number, isInsured = true): Limiters => ({
    byAccount: limiter(`${kind}:account`, perAccount, isInsured),
    byIp: limiter(`${kind}:ip`, perIp, isInsured),
  });
  const { AUTH_LIMIT_PER_ACCOUNT: perAccount, AUTH_LIMIT_PER_IP: perIp } = config;
  const logins = limiters('login', perAccount, perIp, false);
  const registrations = limiters('register', perAccount, perIp);
  const refreshes = limiters(
    'refresh',
    config.AUTH_LIMIT_REFRESH_PER_ACCOUNT,
    config.AUTH_LIMIT_REFRESH_PER_IP,
  );

  return {
    async login(attempt) {
      try {
        return await count(logins, attempt);
      } catch {
        return { kind: 'unavailable' };
      }
    },
    register: (attempt) => count(registrations, attempt),
    refresh: (attempt) => count(refreshes, attempt),
    async forget(account) {
      // Redis may be away by now; the window ends by itself.
      await logins.byAccount.delete(keyOf(account)).catch(() => false);
    },
  };
}

interface Limiters {
  readonly byAccount: RateLimiterRedis;
  readonly byIp: RateLimiterRedis;
}

async function count({ byAccount, byIp }: Limiters, { account, ip }: Attempt): Promise<Counted> {
  const fromIp = ip === undefined ? allowed : await consume(byIp, networkOf(ip));
  if (fromIp.kind !== 'allowed' || account === undefined) return fromIp;
  return consume(byAccount, keyOf(account));
}

const allowed: Counted = { kind: 'allowed' };

/** @throws Error when neither Redis nor what insures it could count */
async function consume(limit: RateLimiterRedis, key: string): Promise<Counted> {
  try {
    await limit.consume(key);
    return allowed;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return { kind: 'limited', retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) };
  }
}

/** Of fixed length, and no e-mail address in Redis. */
function keyOf(account: string): string {
  return createHash('sha256').update(account).digest('base64url');
}
