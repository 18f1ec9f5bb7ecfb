import { operatesStore, requireScope } from '@nakku/graphql-kit';
import type { Caller, Scope, UserCaller } from '@nakku/identity';

/**
 * The signed-in caller with this scope, if they run the store; null if they do not: a foreign store and a missing one look
 * the same.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN without the scope
 */
export function accessStore(caller: Caller, scope: Scope, storeId: string | null): UserCaller | null {
  const user = requireScope(caller, scope);
  return storeId !== null && operatesStore(user, storeId) ? user : null;
}
