import type { SessionResolvers } from '../../generated/graphql.ts';

export const sessionType: SessionResolvers = {
  isCurrent: ({ id }, _args, { caller }) => caller.kind === 'user' && caller.sessionId === id,
};
