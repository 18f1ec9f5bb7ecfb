import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import type { Deps } from '../../app/deps.ts';
import { updateUser } from '../../app/updateUser.ts';
import type { Tx } from '../../store/database.ts';

/** The part of a user's state that delivery needs; nothing else of it is read or kept. */
interface UserPart {
  readonly userId: string;
  readonly status: 'ACTIVE' | 'DISABLED' | 'DELETED';
  readonly roles: readonly string[];
}

/** Each event of a user carries the whole state: the newest is what counts, whatever its type. */
export function usersHandlers(deps: Deps): ConsumerHandlers<Tx> {
  const apply = ({ data }: { data: { user: UserPart } }, tx: Transaction<Tx>): Promise<void> => {
    const { userId, status, roles } = data.user;
    return updateUser(tx, deps, { userId, status, isCourier: roles.includes('courier') });
  };
  return {
    'user.registered': apply,
    'user.login': apply,
    'user.updated': apply,
    'user.address.added': apply,
    'user.address.updated': apply,
    'user.address.removed': apply,
    'user.roles_changed': apply,
    'user.session_revoked': apply,
    'user.deleted': apply,
  };
}
