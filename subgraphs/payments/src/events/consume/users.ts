import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { eraseCustomer } from '../../app/eraseCustomer.ts';
import type { Tx } from '../../store/database.ts';

/** Of accounts only their end matters to payments. */
export function userHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return { 'user.deleted': ({ data }, tx) => eraseCustomer(tx, deps, data.user.userId) };
}
