import type { Deps } from '../app/deps.ts';
import { deleteEndedRevocations } from '../store/revocations.ts';
import { deleteEndedSessions } from '../store/sessions.ts';

/** Forgets revocations that no token needs any more, and sessions that ended a token's lifetime ago. */
export async function pruneSessions(deps: Deps): Promise<void> {
  const now = deps.now();
  await deleteEndedRevocations(deps.db, now);
  await deleteEndedSessions(deps.db, new Date(now.getTime() - deps.durations.sessions.refreshTokenMs));
}
