import type { Resolvers } from '../generated/graphql.ts';
import { accountErase } from './mutations/accountErase.ts';
import { addressAdd } from './mutations/addressAdd.ts';
import { addressRemove } from './mutations/addressRemove.ts';
import { addressSetDefault } from './mutations/addressSetDefault.ts';
import { addressUpdate } from './mutations/addressUpdate.ts';
import { passwordChange } from './mutations/passwordChange.ts';
import { profileUpdate } from './mutations/profileUpdate.ts';
import { sessionCreate } from './mutations/sessionCreate.ts';
import { sessionRefresh } from './mutations/sessionRefresh.ts';
import { sessionRevoke } from './mutations/sessionRevoke.ts';
import { sessionsRevokeAll } from './mutations/sessionsRevokeAll.ts';
import { userDisable } from './mutations/userDisable.ts';
import { userErase } from './mutations/userErase.ts';
import { userEnable } from './mutations/userEnable.ts';
import { userRegister } from './mutations/userRegister.ts';
import { userRolesSet } from './mutations/userRolesSet.ts';
import { me } from './queries/me.ts';
import { user } from './queries/user.ts';
import { userAuditEntries } from './queries/userAuditEntries.ts';
import { users } from './queries/users.ts';
import { addressType } from './types/address.ts';
import { sessionType } from './types/session.ts';
import { userType } from './types/user.ts';
import { userAuditEntryType } from './types/userAuditEntry.ts';

export const resolvers = {
  Query: { me, user, users, userAuditEntries },
  Mutation: {
    userRegister,
    sessionCreate,
    sessionRefresh,
    sessionRevoke,
    sessionsRevokeAll,
    profileUpdate,
    passwordChange,
    addressAdd,
    addressUpdate,
    addressRemove,
    addressSetDefault,
    userRolesSet,
    userDisable,
    userEnable,
    userErase,
    accountErase,
  },
  User: userType,
  Address: addressType,
  Session: sessionType,
  UserAuditEntry: userAuditEntryType,
} satisfies Resolvers;
