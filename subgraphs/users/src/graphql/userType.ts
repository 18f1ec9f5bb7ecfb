import { hasScope } from '@nakku/graphql-kit';
import type { Caller, Role as RoleName } from '@nakku/identity';
import type { Session, User } from '../domain/user.ts';
import type { AddressResolvers, Role, SessionResolvers, UserResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { addressesOf } from '../store/addresses.ts';
import { liveSessions } from '../store/sessions.ts';

/** The names of roles in the schema. */
const ROLE_NAMES = {
  customer: 'CUSTOMER',
  courier: 'COURIER',
  store_operator: 'STORE_OPERATOR',
  admin: 'ADMIN',
} as const satisfies Record<RoleName, Role>;

/** Whether the caller may see more of a user than the name: the user, or whoever administers users. */
function seesAll(caller: Caller, userId: string): boolean {
  return (caller.kind === 'user' && caller.userId === userId) || hasScope(caller, 'users:admin');
}

/** A field that only the user and administrators see; null for everybody else. */
function own<Value>(read: (user: User) => Value) {
  return (user: User, _args: object, { caller }: { caller: Caller }) =>
    seesAll(caller, user.id) ? read(user) : null;
}

export function userType(service: UsersService): UserResolvers {
  return {
    __resolveReference: ({ id }, { users }) => users.load(id),
    name: ({ name, status }) => (status === 'DELETED' ? null : name),
    email: own(({ email }) => email),
    phone: own(({ phone }) => phone),
    roles: own(({ roles }) => roles.map((role) => ROLE_NAMES[role])),
    storeIds: own(({ storeIds }) => [...storeIds]),
    addresses: own(({ id }) => addressesOf(service.db, id)),
    sessions: own(({ id }) => liveSessions(service.db, id, service.now(), service.config.USERS_MAX_SESSIONS)),
    isDisabled: own(({ status }) => status !== 'ACTIVE'),
    version: own(({ version }) => version),
    createdAt: own(({ createdAt }) => createdAt),
  };
}

export const addressType: AddressResolvers = {
  __resolveReference: async ({ id }, { addresses, caller }) => {
    const address = await addresses.load(id);
    return address !== null && seesAll(caller, address.userId) ? address : null;
  },
};

export const sessionType: SessionResolvers = {
  isCurrent: ({ id }: Session, _args, { caller }) => caller.kind === 'user' && caller.sessionId === id,
};
