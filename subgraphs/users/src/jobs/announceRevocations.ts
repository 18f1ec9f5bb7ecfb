import type { Deps } from '../app/deps.ts';
import { liveRevocations } from '../app/currentRevocations.ts';

/** Puts the latest revocations of the database into Redis again: heals a flush, and a crash after a commit. */
export async function announceRevocations(deps: Deps): Promise<void> {
  const now = deps.now();
  await deps.revocations.restore(await liveRevocations(deps, now), now);
}
