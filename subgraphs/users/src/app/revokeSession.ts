import { lockUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import { endSessions } from './sessions.ts';

export type RevokeSessionResult = { readonly kind: 'done' } | { readonly kind: 'not_found' };

/** Ends one session. Another user's session, a missing one and one that has ended give the same result. */
export async function revokeSession(
  deps: Deps,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<RevokeSessionResult> {
  const ended = await deps.platform.transaction(async (tx) => {
    const user = await lockUser(tx.db, userId);
    return user && endSessions(tx, deps, user, { only: sessionId }, 'LOGOUT', deps.now());
  });
  if (ended === null || ended.sessionIds.length === 0) return { kind: 'not_found' };
  await deps.revocations.announce(ended.revocations);
  return { kind: 'done' };
}
