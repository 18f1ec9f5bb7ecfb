import type { User } from '../domain/user.ts';
import { lockUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import { saveUser } from './saveUser.ts';

export type UpdateProfileResult =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'account_gone' };

/** What is undefined stays as it is; a `phone` of null is removed. `expectedVersion` null: whatever it is. */
export async function updateProfile(
  deps: Deps,
  command: {
    userId: string;
    name: string | undefined;
    phone: string | null | undefined;
    expectedVersion: number | null;
  },
): Promise<UpdateProfileResult> {
  const { userId, name, phone, expectedVersion } = command;
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    const user = await lockUser(tx.db, userId);
    if (user === null) return { kind: 'account_gone' };
    if (expectedVersion !== null && expectedVersion !== user.version) {
      return { kind: 'version_conflict', currentVersion: user.version };
    }
    return { kind: 'done', user: await saveUser(tx, userId, { name, phone }, { type: 'user.updated' }, now) };
  });
}
