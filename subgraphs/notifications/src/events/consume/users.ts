import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { eraseUser } from '../../app/eraseUser.ts';
import type { Tx } from '../../store/database.ts';

/** An erased account keeps no notifications. */
export function usersHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'user.deleted': ({ data }, tx) => eraseUser(tx, deps, data.user.userId),
  };
}
