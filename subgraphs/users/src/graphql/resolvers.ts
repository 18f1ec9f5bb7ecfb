import type { Resolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { addressAdd } from './addressAdd.ts';
import { addressRemove } from './addressRemove.ts';
import { addressSetDefault } from './addressSetDefault.ts';
import { addressUpdate } from './addressUpdate.ts';
import { passwordChange } from './passwordChange.ts';
import { profileUpdate } from './profileUpdate.ts';
import { queries } from './queries.ts';
import { sessionCreate } from './sessionCreate.ts';
import { sessionRefresh } from './sessionRefresh.ts';
import { sessionRevoke } from './sessionRevoke.ts';
import { sessionsRevokeAll } from './sessionsRevokeAll.ts';
import { userDisable } from './userDisable.ts';
import { userRegister } from './userRegister.ts';
import { userRolesSet } from './userRolesSet.ts';
import { addressType, sessionType, userType } from './userType.ts';

/** All resolvers of the users subgraph. */
export function resolvers(service: UsersService): Resolvers {
  return {
    Query: queries(service),
    Mutation: {
      userRegister: userRegister(service),
      sessionCreate: sessionCreate(service),
      sessionRefresh: sessionRefresh(service),
      sessionRevoke: sessionRevoke(service),
      sessionsRevokeAll: sessionsRevokeAll(service),
      profileUpdate: profileUpdate(service),
      passwordChange: passwordChange(service),
      addressAdd: addressAdd(service),
      addressUpdate: addressUpdate(service),
      addressRemove: addressRemove(service),
      addressSetDefault: addressSetDefault(service),
      userRolesSet: userRolesSet(service),
      userDisable: userDisable(service),
    },
    User: userType(service),
    Address: addressType,
    Session: sessionType,
  };
}
