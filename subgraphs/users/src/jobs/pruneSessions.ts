import type { Deps } from '../app/deps.ts';
import { sessionTimes } from '../config.ts';
import { deleteSignIns } from '../store/auditEntries.ts';
import { deleteEndedRevocations } from '../store/revocations.ts';
import { deleteEndedSessions } from '../store/sessions.ts';

/** Forgets revocations that no token needs any more, sessions that ended a token's lifetime ago, and old sign-ins. */
export async function pruneSessions(deps: Deps): Promise<void> {
  const now = deps.now();
  await deleteSignIns(deps.db, new Date(now.getTime() - deps.config.USERS_SIGN_IN_RETENTION_MS));
  await deleteEndedRevocations(deps.db, now);
  await deleteEndedSessions(deps.db, new Date(now.getTime() - sessionTimes.refreshTokenMs));
}
