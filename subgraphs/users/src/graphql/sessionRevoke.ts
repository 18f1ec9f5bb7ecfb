import { notFound, parseInput, requireUser } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { endSessions } from '../sessions.ts';
import { lockUser } from '../store/users.ts';
import { sessionIdInput } from './input.ts';

export function sessionRevoke(service: UsersService): NonNullable<MutationResolvers['sessionRevoke']> {
  return async (_, args, { caller }) => {
    const { userId, sessionId: own } = requireUser(caller);
    const input = parseInput(sessionIdInput, args);
    if (!input.ok) return { sessionId: null, userErrors: input.errors };
    const sessionId = input.value.sessionId ?? own;
    const ended = await service.platform.transaction(async (tx) => {
      const user = await lockUser(tx.db, userId);
      return user && endSessions(service, tx, user, { only: sessionId }, 'LOGOUT', service.now());
    });
    // Another's session, a missing one and one that has ended give the same answer.
    if (ended === null || ended.sessionIds.length === 0) {
      return { sessionId: null, userErrors: [notFound(['sessionId'], 'session')] };
    }
    await service.revocations.announce(ended.revocations);
    return { sessionId, userErrors: [] };
  };
}
