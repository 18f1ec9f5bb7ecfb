import { idInput, notFound, parseInput, requireUser } from '@nakku/graphql-kit';
import { z } from 'zod';
import { revokeSession } from '../../app/revokeSession.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const sessionIdInput = z.object({ sessionId: idInput.nullish() });

export const sessionRevoke: NonNullable<MutationResolvers['sessionRevoke']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId, sessionId: own } = requireUser(caller);
  const input = parseInput(sessionIdInput, args);
  if (!input.ok) return { sessionId: null, userErrors: input.errors };
  const sessionId = input.value.sessionId ?? own;
  const { kind } = await revokeSession(deps, { userId, sessionId });
  return kind === 'done'
    ? { sessionId, userErrors: [] }
    : { sessionId: null, userErrors: [notFound(['sessionId'], 'session')] };
};
