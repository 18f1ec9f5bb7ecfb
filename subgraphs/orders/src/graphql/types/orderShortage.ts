import type { OrderShortageResolvers } from '../../generated/graphql.ts';

export const orderShortageType: OrderShortageResolvers = {
  product: ({ productId }) => ({ __typename: 'Product', id: productId }),
};
