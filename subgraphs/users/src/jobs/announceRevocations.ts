import type { Deps } from '../app/deps.ts';
import { recentRevocations } from '../store/revocations.ts';

/** Puts the latest revocations of the database into Redis again: heals a flush, and a crash after a commit. */
export async function announceRevocations(deps: Deps): Promise<void> {
  const now = deps.now();
  const since = new Date(now.getTime() - deps.durations.sessions.reannounceLastMs);
  await deps.revocations.restore(await recentRevocations(deps.db, since, now), now);
}
