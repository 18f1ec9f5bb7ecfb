import type { Caller, Scope, UserCaller } from '@nakku/identity';
import { GraphQLError } from 'graphql';

/** The caller is a guest where a user is needed. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
}

/** The caller is known and may not. `need` says what is missing. */
export function forbidden(need: string): GraphQLError {
  return new GraphQLError(`You may not do this: it needs ${need}.`, { extensions: { code: 'FORBIDDEN' } });
}

/** The signed-in caller. @throws GraphQLError UNAUTHENTICATED for a guest. */
export function requireUser(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw unauthenticated();
  return caller;
}

/** Whether the caller has one of `scopes`. */
export function hasScope(caller: Caller, ...scopes: readonly Scope[]): boolean {
  return caller.kind === 'user' && scopes.some((scope) => caller.scopes.includes(scope));
}

/**
 * The signed-in caller, who has at least one of `scopes`.
 * @throws GraphQLError UNAUTHENTICATED for a guest, FORBIDDEN without the scope.
 */
export function requireScope(caller: Caller, ...scopes: readonly Scope[]): UserCaller {
  const user = requireUser(caller);
  if (!hasScope(user, ...scopes)) throw forbidden(`the scope ${scopes.join(' or ')}`);
  return user;
}

export function isAdmin(caller: Caller): boolean {
  return caller.kind === 'user' && caller.roles.includes('admin');
}

/** Whether the caller runs this store: an operator of it, or an admin. */
export function operatesStore(caller: Caller, storeId: string): boolean {
  if (caller.kind !== 'user') return false;
  return isAdmin(caller) || (caller.roles.includes('store_operator') && caller.storeIds.includes(storeId));
}
