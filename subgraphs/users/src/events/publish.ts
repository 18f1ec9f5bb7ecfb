import type { UserState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { RevokeReason, User, UserAddress } from '../domain/user.ts';

/** A user with the address book, as of one version. */
export interface UserSnapshot {
  readonly user: User;
  readonly addresses: readonly UserAddress[];
}

/**
 * The state that every event of users carries: what others keep of a user. Name, email address and phone number are not
 * among it: only notifications need some of them, see `publishContact`.
 */
function stateOf({ user, addresses }: UserSnapshot): UserState {
  return {
    userId: user.id,
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

/** What happened to a user. */
export type UserFact =
  | { readonly type: 'user.registered' | 'user.updated' | 'user.deleted' }
  | { readonly type: 'user.login'; readonly sessionId: string }
  | {
      readonly type: 'user.address.added' | 'user.address.updated' | 'user.address.removed';
      readonly addressId: string;
    }
  | { readonly type: 'user.roles_changed'; readonly changedBy: string }
  | { readonly type: 'user.session_revoked'; readonly sessionIds: string[]; readonly reason: RevokeReason };

/**
 * Publishes how a user is reached, on a topic that few may read, where it may have changed. A sign-in repeats it: so it
 * becomes known of accounts that are older than the topic.
 */
function publishContact(
  tx: Pick<Transaction<unknown>, 'emit'>,
  { id: userId, email, name, version: sequence }: User,
  { type }: UserFact,
  now: Date,
): void {
  const about = { subject: userId, sequence };
  const at = now.toISOString();
  if (type === 'user.deleted') {
    tx.emit({ ...about, type: 'user_contact.removed', data: { userId, at } });
  } else if (type === 'user.registered' || type === 'user.updated' || type === 'user.login') {
    tx.emit({ ...about, type: 'user_contact.changed', data: { userId, email, name, at } });
  }
}

/** Publishes a user's new version, which nobody has published yet. */
export function publishUser(
  tx: Pick<Transaction<unknown>, 'emit'>,
  snapshot: UserSnapshot,
  fact: UserFact,
  now: Date,
): void {
  const data = { user: stateOf(snapshot), at: now.toISOString() };
  const about = { subject: snapshot.user.id, sequence: snapshot.user.version };
  publishContact(tx, snapshot.user, fact, now);
  switch (fact.type) {
    case 'user.registered':
    case 'user.updated':
    case 'user.deleted':
      tx.emit({ ...about, type: fact.type, data });
      break;
    case 'user.login':
      tx.emit({ ...about, type: fact.type, data: { ...data, sessionId: fact.sessionId } });
      break;
    case 'user.address.added':
    case 'user.address.updated':
    case 'user.address.removed':
      tx.emit({ ...about, type: fact.type, data: { ...data, addressId: fact.addressId } });
      break;
    case 'user.roles_changed':
      tx.emit({ ...about, type: fact.type, data: { ...data, changedBy: fact.changedBy } });
      break;
    case 'user.session_revoked':
      tx.emit({
        ...about,
        type: fact.type,
        data: { ...data, sessionIds: fact.sessionIds, reason: fact.reason },
      });
      break;
  }
}
