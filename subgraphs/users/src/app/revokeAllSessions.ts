import { lockUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import { endSessions } from './sessions.ts';

export type RevokeAllSessionsResult =
  { readonly kind: 'done'; readonly revokedCount: number } | { readonly kind: 'account_gone' };

/** Ends all sessions of a user, or all but the one of id `except`. */
export async function revokeAllSessions(
  deps: Deps,
  { userId, except }: { userId: string; except: string | null },
): Promise<RevokeAllSessionsResult> {
  const which = except === null ? {} : { except };
  const ended = await deps.platform.transaction(async (tx) => {
    const user = await lockUser(tx.db, userId);
    return user && endSessions(tx, deps, user, which, 'LOGOUT_ALL', deps.now());
  });
  if (ended === null) return { kind: 'account_gone' };
  await deps.revocations.announce(ended.revocations);
  return { kind: 'done', revokedCount: ended.sessionIds.length };
}
