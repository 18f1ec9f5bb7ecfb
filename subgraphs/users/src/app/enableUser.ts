import type { User } from '../domain/user.ts';
import { lockUser } from '../store/users.ts';
import { auditRights } from './audit.ts';
import type { Deps } from './deps.ts';
import { saveUser } from './saveUser.ts';

export type EnableUserResult =
  { readonly kind: 'done'; readonly user: User } | { readonly kind: 'not_found' };

/** Lets a disabled account log in again; one that is enabled stays as it is. Sessions that ended stay ended. */
export async function enableUser(
  deps: Deps,
  { adminId, userId }: { adminId: string; userId: string },
): Promise<EnableUserResult> {
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    const before = await lockUser(tx.db, userId);
    if (before === null) return { kind: 'not_found' };
    if (before.status === 'ACTIVE') return { kind: 'done', user: before };
    const user = await saveUser(tx, userId, { status: 'ACTIVE' }, { type: 'user.updated' }, now);
    await auditRights(tx.db, deps, { action: 'USER_ENABLED', actorId: adminId }, before, user, now);
    return { kind: 'done', user };
  });
}
