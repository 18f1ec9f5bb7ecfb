import type { PromotionAuditEntryResolvers } from '../../generated/graphql.ts';

export const promotionAuditEntryType: PromotionAuditEntryResolvers = {
  actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
  promotion: ({ subjectId }, _args, { loaders }) =>
    subjectId === null ? null : loaders.promotion.load(subjectId),
  changes: ({ changes }) => [...changes],
};
