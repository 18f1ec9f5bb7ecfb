import { createHash } from 'node:crypto';
import { networkOf } from '@nakku/identity';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, AttemptLimits, Counted } from '../../app/ports.ts';
import type { UsersConfig } from '../../config.ts';

const PREFIX = 'nakku:attempts';

/**
 * Limits of authentication, each counted by one atomic script in Redis' own time.
 *
 * A login counts for its network, for the pair of account and network, and for the account from everywhere together.
 * The last rule does not hold for networks that the account logged in from lately: wrong passwords from elsewhere do
 * not lock its owner out.
 *
 * Without Redis a login is unavailable, because passwords can be guessed; registrations and refreshes go on, counted
 * by each replica for itself.
 */
export function createAttemptLimits(redis: Redis, config: UsersConfig): AttemptLimits {
  const duration = Math.ceil(config.AUTH_LIMIT_WINDOW_MS / 1000);
  const limiter = (keyPrefix: string, points: number, isInsured: boolean) => {
    const options = { keyPrefix: `${PREFIX}:${keyPrefix}`, points, duration };
    const insurance = isInsured ? { insuranceLimiter: new RateLimiterMemory(options) } : {};
    return new RateLimiterRedis({
      ...options,
      ...insurance,
      storeClient: redis,
      rejectIfRedisNotReady: true,
    });
  };
  const login = {
    byIp: limiter('login:ip', config.AUTH_LIMIT_PER_IP, false),
    byPair: limiter('login:pair', config.AUTH_LIMIT_PER_ACCOUNT_AND_IP, false),
    byAccount: limiter('login:account', config.AUTH_LIMIT_PER_ACCOUNT, false),
  };
  const registration = {
    byIp: limiter('register:ip', config.AUTH_LIMIT_REGISTER_PER_IP, true),
    byAccount: limiter('register:account', config.AUTH_LIMIT_PER_ACCOUNT_AND_IP, true),
  };
  const refresh = {
    byIp: limiter('refresh:ip', config.AUTH_LIMIT_REFRESH_PER_IP, true),
    byAccount: limiter('refresh:account', config.AUTH_LIMIT_REFRESH_PER_ACCOUNT, true),
  };

  async function countLogin({ account, ip }: Required<Attempt>): Promise<Counted> {
    const fromIp = await consume(login.byIp, networkOf(ip));
    if (fromIp.kind !== 'allowed') return fromIp;
    const pair = pairKey(account, ip);
    const fromPair = await consume(login.byPair, pair);
    if (fromPair.kind !== 'allowed') return fromPair;
    if ((await redis.exists(knownKey(pair))) === 1) return allowed;
    return consume(login.byAccount, keyOf(account));
  }

  return {
    async login(attempt) {
      try {
        return await countLogin(attempt);
      } catch {
        return { kind: 'unavailable' };
      }
    },
    register: (attempt) => count(registration, attempt),
    refresh: (attempt) => count(refresh, attempt),
    async succeeded({ account, ip }) {
      const pair = pairKey(account, ip);
      // Redis may be away by now; the window ends by itself.
      await Promise.allSettled([
        login.byPair.delete(pair),
        login.byAccount.delete(keyOf(account)),
        redis.set(knownKey(pair), '1', 'PX', config.AUTH_KNOWN_NETWORK_MS),
      ]);
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

const pairKey = (account: string, ip: string): string => keyOf(`${account}\n${networkOf(ip)}`);
const knownKey = (pair: string): string => `${PREFIX}:known:${pair}`;
