import type { CatalogAuditEntryResolvers } from '../../generated/graphql.ts';

export const catalogAuditEntryType: CatalogAuditEntryResolvers = {
  actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
  product: ({ action, subjectId }, _args, { loaders }) =>
    action.startsWith('PRODUCT_') && subjectId !== null ? loaders.product.load(subjectId) : null,
  category: ({ action, subjectId }, _args, { loaders }) =>
    action.startsWith('CATEGORY_') && subjectId !== null ? loaders.category.load(subjectId) : null,
};
