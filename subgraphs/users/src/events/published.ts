import type { UserState } from '@nakku/contracts';
import type { RevokeReason, User, UserAddress } from '../domain/user.ts';
import { addressesOf } from '../store/addresses.ts';
import type { UsersTransaction } from '../store/database.ts';

/** The full state that every event of users carries. */
function stateOf(user: User, addresses: readonly UserAddress[]): UserState {
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    status: user.status,
    roles: [...user.roles],
    storeIds: [...user.storeIds],
    roleVersion: user.roleVersion,
    addresses: addresses.map(({ id, label, isDefault, address }) => ({
      addressId: id,
      label,
      isDefault,
      ...address,
    })),
  };
}

type Change =
  | { readonly type: 'user.registered' | 'user.updated' | 'user.deleted' }
  | { readonly type: 'user.login'; readonly sessionId: string }
  | {
      readonly type: 'user.address.added' | 'user.address.updated' | 'user.address.removed';
      readonly addressId: string;
    }
  | { readonly type: 'user.roles_changed'; readonly changedBy: string }
  | { readonly type: 'user.session_revoked'; readonly sessionIds: string[]; readonly reason: RevokeReason };

/** Publishes a user's new version. `user` is as after the change, whose version nobody has published yet. */
export async function publishUser(
  tx: UsersTransaction,
  user: User,
  change: Change,
  now: Date,
): Promise<void> {
  const data = { user: stateOf(user, await addressesOf(tx.db, user.id)), at: now.toISOString() };
  const about = { subject: user.id, sequence: user.version };
  switch (change.type) {
    case 'user.registered':
    case 'user.updated':
    case 'user.deleted':
      tx.emit({ ...about, type: change.type, data });
      break;
    case 'user.login':
      tx.emit({ ...about, type: change.type, data: { ...data, sessionId: change.sessionId } });
      break;
    case 'user.address.added':
    case 'user.address.updated':
    case 'user.address.removed':
      tx.emit({ ...about, type: change.type, data: { ...data, addressId: change.addressId } });
      break;
    case 'user.roles_changed':
      tx.emit({ ...about, type: change.type, data: { ...data, changedBy: change.changedBy } });
      break;
    case 'user.session_revoked':
      tx.emit({
        ...about,
        type: change.type,
        data: { ...data, sessionIds: change.sessionIds, reason: change.reason },
      });
      break;
  }
}
