import type { User } from '../domain/user.ts';
import { publishUser, type UserFact } from '../events/publish.ts';
import { addressesOf } from '../store/addresses.ts';
import { updateUser, type UserChange } from '../store/users.ts';
import type { UsersTransaction } from './deps.ts';

/**
 * Writes a change of a user who is locked, with the user's next version, and publishes it as `fact`.
 * @returns the user after the change
 */
export async function saveUser(
  tx: UsersTransaction,
  userId: string,
  change: UserChange,
  fact: UserFact,
  now: Date,
): Promise<User> {
  const user = await updateUser(tx.db, userId, change, now);
  publishUser(tx, { user, addresses: await addressesOf(tx.db, userId) }, fact, now);
  return user;
}
