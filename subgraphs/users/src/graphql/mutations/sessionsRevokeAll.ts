import { notFound, requireUser } from '@nakku/graphql-kit';
import { revokeAllSessions } from '../../app/revokeAllSessions.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

export const sessionsRevokeAll: NonNullable<MutationResolvers['sessionsRevokeAll']> = async (
  _parent,
  { exceptCurrent },
  { deps, caller },
) => {
  const { userId, sessionId } = requireUser(caller);
  const result = await revokeAllSessions(deps, { userId, except: exceptCurrent ? sessionId : null });
  return result.kind === 'done'
    ? { revokedCount: result.revokedCount, userErrors: [] }
    : { revokedCount: null, userErrors: [notFound([], 'account')] };
};
