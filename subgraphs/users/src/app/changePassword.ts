import type { User } from '../domain/user.ts';
import { findUser, lockUser, passwordHashOf } from '../store/users.ts';
import type { Deps } from './deps.ts';
import type { LoginCounted } from './ports.ts';
import { saveUser } from './saveUser.ts';
import { endSessions } from './sessions.ts';

export type ChangePasswordResult =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'invalid_credentials' }
  | Exclude<LoginCounted, { kind: 'allowed' }>;

/** Sets a new password if the current one matches, and ends all sessions but `sessionId`. */
export async function changePassword(
  deps: Deps,
  command: { userId: string; sessionId: string; currentPassword: string; newPassword: string; ip: string },
): Promise<ChangePasswordResult> {
  const { userId, sessionId, ip } = command;
  // Counts as an attempt to log in: a stolen access token must not be a way to guess the password.
  const account = (await findUser(deps.db, userId))?.email ?? userId;
  const counted = await deps.attempts.login({ account, ip });
  if (counted.kind !== 'allowed') return counted;
  const stored = await passwordHashOf(deps.db, userId);
  if (!(await deps.passwords.matches(command.currentPassword, stored))) {
    return { kind: 'invalid_credentials' };
  }
  await deps.attempts.succeeded({ account, ip });
  const passwordHash = await deps.passwords.hash(command.newPassword);
  const now = deps.now();
  const ended = await deps.platform.transaction(async (tx) => {
    if ((await lockUser(tx.db, userId)) === null) return null;
    const user = await saveUser(tx, userId, { passwordHash }, { type: 'user.updated' }, now);
    return endSessions(tx, deps, user, { except: sessionId }, 'PASSWORD_CHANGED', now);
  });
  if (ended === null) return { kind: 'invalid_credentials' };
  await deps.revocations.announce(ended.revocations);
  return { kind: 'done', user: ended.user };
}
