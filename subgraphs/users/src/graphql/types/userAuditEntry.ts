import type { UserAuditEntryResolvers } from '../../generated/graphql.ts';

export const userAuditEntryType: UserAuditEntryResolvers = {
  actor: ({ actorId }, _args, { loaders }) => (actorId === null ? null : loaders.user.load(actorId)),
  user: ({ subjectId }, _args, { loaders }) => (subjectId === null ? null : loaders.user.load(subjectId)),
};
