import type { Role } from '@nakku/identity';
import type { User } from '../domain/user.ts';
import { accountOf } from '../domain/email.ts';
import { countAdmins, findByEmail, lockAdmins, lockUser } from '../store/users.ts';
import { auditRights } from './audit.ts';
import type { Deps } from './deps.ts';
import { saveUser } from './saveUser.ts';

export type GrantAdminResult =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_active' }
  | { readonly kind: 'admin_exists' };

/**
 * Makes the first administrator: the account of `email` gets the role beside those it has. Refused once there is an
 * active administrator, who sets roles from then on.
 */
export async function grantAdmin(
  { platform, newId }: Pick<Deps, 'platform' | 'newId'>,
  email: string,
  now: Date,
): Promise<GrantAdminResult> {
  return platform.transaction(async (tx) => {
    await lockAdmins(tx.db);
    if ((await countAdmins(tx.db)) > 0) return { kind: 'admin_exists' };
    const found = await findByEmail(tx.db, accountOf(email));
    const before = found === null ? null : await lockUser(tx.db, found.user.id);
    if (before === null) return { kind: 'not_found' };
    if (before.status !== 'ACTIVE') return { kind: 'not_active' };
    const roles: Role[] = [...new Set<Role>([...before.roles, 'admin'])];
    const change = { roles, newRoleVersion: true };
    // By the database's credentials, not by a user: the event names the account itself.
    const fact = { type: 'user.roles_changed', changedBy: before.id } as const;
    const user = await saveUser(tx, before.id, change, fact, now);
    await auditRights(tx.db, { newId }, { action: 'ADMIN_GRANTED', actorId: null }, before, user, now);
    return { kind: 'done', user };
  });
}
