import type { StoreAuditEntryResolvers } from '../../generated/graphql.ts';

export const storeAuditEntryType: StoreAuditEntryResolvers = {
  product: ({ productId }) => (productId === null ? null : { id: productId }),
  changes: ({ changes }) => [...changes],
};
