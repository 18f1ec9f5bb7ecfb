import { hasScope, requireScope } from '@nakku/graphql-kit';
import type { Caller, UserCaller } from '@nakku/identity';

/** Whether the caller may see more of a user than the name: the user, or whoever administers users. */
export function visibleTo(caller: Caller, userId: string): boolean {
  return (caller.kind === 'user' && caller.userId === userId) || hasScope(caller, 'users:admin');
}

/**
 * Whoever administers users.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN for everybody else
 */
export function accessUsers(caller: Caller): UserCaller {
  return requireScope(caller, 'users:admin');
}
