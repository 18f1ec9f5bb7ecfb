import type { Logger } from '@nakku/telemetry';
import type { Redis } from 'ioredis';
import type { Revocations } from '../../app/ports.ts';
import type { KeptRevocation } from '../../store/revocations.ts';

/** Sorted set of what is void; the score is when the entry may be forgotten, epoch ms. The gateways read it. */
const REVOKED_SET = 'nakku:revoked';
const REVOCATIONS_CHANNEL = 'nakku:revocations';

/** Revocations in the Redis that the gateways read. */
export function createRevocations(
  redis: Redis,
  { channelPrefix, log }: { channelPrefix: string; log: Logger },
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
    async restore(revocations, now) {
      await put(revocations);
      await redis.zremrangebyscore(REVOKED_SET, '-inf', now.getTime());
    },
  };
}
