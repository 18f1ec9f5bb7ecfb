import { hasScope } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';

/** Whether the caller may see more of a user than the name: the user, or whoever administers users. */
export function visibleTo(caller: Caller, userId: string): boolean {
  return (caller.kind === 'user' && caller.userId === userId) || hasScope(caller, 'users:admin');
}
