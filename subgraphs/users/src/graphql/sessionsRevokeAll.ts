import { notFound, requireUser } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { endSessions } from '../sessions.ts';
import { lockUser } from '../store/users.ts';

export function sessionsRevokeAll(
  service: UsersService,
): NonNullable<MutationResolvers['sessionsRevokeAll']> {
  return async (_, { exceptCurrent }, { caller }) => {
    const { userId, sessionId } = requireUser(caller);
    const which = exceptCurrent ? { except: sessionId } : {};
    const ended = await service.platform.transaction(async (tx) => {
      const user = await lockUser(tx.db, userId);
      return user && endSessions(service, tx, user, which, 'LOGOUT_ALL', service.now());
    });
    if (ended === null) return { revokedCount: null, userErrors: [notFound([], 'account')] };
    await service.revocations.announce(ended.revocations);
    return { revokedCount: ended.sessionIds.length, userErrors: [] };
  };
}
