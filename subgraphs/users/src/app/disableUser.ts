import type { User } from '../domain/user.ts';
import { addRevocations } from '../store/revocations.ts';
import { lockUser } from '../store/users.ts';
import { auditRights } from './audit.ts';
import type { Deps } from './deps.ts';
import { lockAdministrator } from './lockAdministrator.ts';
import { saveUser } from './saveUser.ts';
import { endSessions, revocationEnd } from './sessions.ts';

export type DisableUserResult =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'own_account' }
  /** The caller is no administrator any more. */
  | { readonly kind: 'forbidden' };

/** Disables an account: no login, its sessions end, its tokens are void at once. */
export async function disableUser(
  deps: Deps,
  { adminId, userId }: { adminId: string; userId: string },
): Promise<DisableUserResult> {
  if (userId === adminId) return { kind: 'own_account' };
  const now = deps.now();
  const disabled = await deps.platform.transaction(async (tx) => {
    if (!(await lockAdministrator(tx, adminId))) return 'forbidden';
    const before = await lockUser(tx.db, userId);
    if (before === null) return null;
    if (before.status === 'DISABLED') return { user: before, revocations: [] };
    // A new role version: tokens of today are void, those after the account is enabled again are not.
    const change = { status: 'DISABLED', newRoleVersion: true } as const;
    const user = await saveUser(tx, userId, change, { type: 'user.updated' }, now);
    const all = { member: `rv:${userId}:${user.roleVersion}`, endsAt: revocationEnd(deps, now) };
    await addRevocations(tx.db, [all], now);
    await auditRights(tx.db, deps, { action: 'USER_DISABLED', actorId: adminId }, before, user, now);
    const ended = await endSessions(tx, deps, user, {}, 'DISABLED', now);
    return { user: ended.user, revocations: [all, ...ended.revocations] };
  });
  if (disabled === null) return { kind: 'not_found' };
  if (disabled === 'forbidden') return { kind: 'forbidden' };
  await deps.revocations.announce(disabled.revocations);
  return { kind: 'done', user: disabled.user };
}
