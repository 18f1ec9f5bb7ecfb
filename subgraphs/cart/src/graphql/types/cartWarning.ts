import type { CartWarningResolvers } from '../../generated/graphql.ts';

export const cartWarningType: CartWarningResolvers = {
  product: ({ productId }) => (productId === null ? null : { id: productId }),
};
