import type { Role } from '@nakku/identity';
import type { User } from '../domain/user.ts';
import { addRevocations } from '../store/revocations.ts';
import { lockUser } from '../store/users.ts';
import { auditRights } from './audit.ts';
import type { Deps } from './deps.ts';
import { lockAdministrator } from './lockAdministrator.ts';
import { saveUser } from './saveUser.ts';
import { revocationEnd } from './sessions.ts';

export type SetUserRolesResult =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'own_account' }
  /** The caller is no administrator any more. */
  | { readonly kind: 'forbidden' };

/** Sets a user's roles and stores; tokens with the old ones are void at once. */
export async function setUserRoles(
  deps: Deps,
  command: { adminId: string; userId: string; roles: Role[]; storeIds: string[] },
): Promise<SetUserRolesResult> {
  const { adminId, userId, roles, storeIds } = command;
  if (userId === adminId) return { kind: 'own_account' };
  const now = deps.now();
  const changed = await deps.platform.transaction(async (tx) => {
    if (!(await lockAdministrator(tx, adminId))) return 'forbidden';
    const before = await lockUser(tx.db, userId);
    if (before === null) return null;
    const change = { roles, storeIds, newRoleVersion: true };
    const user = await saveUser(tx, userId, change, { type: 'user.roles_changed', changedBy: adminId }, now);
    const revocation = { member: `rv:${userId}:${user.roleVersion}`, endsAt: revocationEnd(deps, now) };
    await addRevocations(tx.db, [revocation], now);
    await auditRights(tx.db, deps, { action: 'ROLES_SET', actorId: adminId }, before, user, now);
    return { user, revocation };
  });
  if (changed === null) return { kind: 'not_found' };
  if (changed === 'forbidden') return { kind: 'forbidden' };
  await deps.revocations.announce([changed.revocation]);
  return { kind: 'done', user: changed.user };
}
