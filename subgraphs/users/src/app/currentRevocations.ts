import { sessionTimes } from '../config.ts';
import { recentRevocations } from '../store/revocations.ts';
import type { KeptRevocation } from '../store/revocations.ts';
import type { Deps } from './deps.ts';

/** What was revoked so lately that a token it concerns may still be valid. */
export function liveRevocations({ db }: Pick<Deps, 'db'>, now: Date): Promise<KeptRevocation[]> {
  const since = new Date(now.getTime() - sessionTimes.reannounceLastMs);
  return recentRevocations(db, since, now);
}

/**
 * The same for gateways, past Redis: members and when each may be forgotten (epoch ms). So a revocation holds as well
 * while Redis is away, full or read-only.
 */
export async function currentRevocations(
  deps: Pick<Deps, 'db' | 'now'>,
): Promise<{ readonly revoked: readonly (readonly [member: string, endsAt: number])[] }> {
  const revocations = await liveRevocations(deps, deps.now());
  return { revoked: revocations.map(({ member, endsAt }) => [member, endsAt.getTime()]) };
}
