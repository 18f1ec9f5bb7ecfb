import { idInput } from '@nakku/graphql-kit';
import type { User } from '../../domain/user.ts';
import type { UserResolvers } from '../../generated/graphql.ts';
import { addressesOf } from '../../store/addresses.ts';
import { liveSessions } from '../../store/sessions.ts';
import { visibleTo } from '../access.ts';
import type { Context } from '../context.ts';
import { ROLE_NAMES } from '../roles.ts';

/** A field that only the user and administrators see; null for everybody else. */
function restricted<Value>(read: (user: User, context: Context) => Value) {
  return (user: User, _args: object, context: Context) =>
    visibleTo(context.caller, user.id) ? read(user, context) : null;
}

export const userType: UserResolvers = {
  __resolveReference: ({ id }, { loaders }) => {
    const userId = idInput.safeParse(id);
    return userId.success ? loaders.user.load(userId.data) : null;
  },
  name: ({ name, status }) => (status === 'DELETED' ? null : name),
  email: restricted(({ email }) => email),
  phone: restricted(({ phone }) => phone),
  roles: restricted(({ roles }) => roles.map((role) => ROLE_NAMES[role])),
  storeIds: restricted(({ storeIds }) => [...storeIds]),
  addresses: restricted(({ id }, { deps }) => addressesOf(deps.db, id)),
  sessions: restricted(({ id }, { deps }) =>
    liveSessions(deps.db, id, deps.now(), deps.config.USERS_MAX_SESSIONS),
  ),
  isDisabled: restricted(({ status }) => status !== 'ACTIVE'),
  version: restricted(({ version }) => version),
  createdAt: restricted(({ createdAt }) => createdAt),
};
