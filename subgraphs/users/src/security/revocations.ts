import type { Logger } from '@nakku/telemetry';
import type { Redis } from 'ioredis';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { type KeptRevocation, recentRevocations } from '../store/revocations.ts';

/** Sorted set of what is void; the score is when the entry may be forgotten, epoch ms. The gateways read it. */
const REVOKED_SET = 'nakku:revoked';
const REVOCATIONS_CHANNEL = 'nakku:revocations';

export interface Revocations {
  /** Tells all gateways at once; call it after the commit. Redis' absence is healed by `announceAgain`. */
  announce(revocations: readonly KeptRevocation[]): Promise<void>;
  /** Puts the latest revocations of the database into Redis again: heals a flush, and a crash after a commit. */
  announceAgain(now: Date): Promise<void>;
}

export function createRevocations(
  db: PrismaClient,
  redis: Redis,
  { channelPrefix, lastMs, log }: { channelPrefix: string; lastMs: number; log: Logger },
): Revocations {
  async function put(revocations: readonly KeptRevocation[]): Promise<void> {
    if (revocations.length === 0) return;
    const pairs = revocations.flatMap(({ member, endsAt }) => [endsAt.getTime(), member]);
    await redis.zadd(REVOKED_SET, ...pairs);
  }
  return {
    async announce(revocations) {
      if (revocations.length === 0) return;
      try {
        await put(revocations);
        await redis.publish(channelPrefix + REVOCATIONS_CHANNEL, String(revocations.length));
      } catch (err) {
        log.warn({ err }, 'revocations could not be announced: the next announcement repeats them');
      }
    },
    async announceAgain(now) {
      await put(await recentRevocations(db, new Date(now.getTime() - lastMs), now));
      await redis.zremrangebyscore(REVOKED_SET, '-inf', now.getTime());
    },
  };
}
