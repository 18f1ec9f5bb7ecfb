import type { OrderLineResolvers } from '../../generated/graphql.ts';

export const orderLineType: OrderLineResolvers = {
  product: ({ productId }) => ({ __typename: 'Product', id: productId }),
  unitPrice: ({ unitPrice, currency }) => ({ amount: Number(unitPrice), currency }),
  total: ({ total, currency }) => ({ amount: Number(total), currency }),
  tax: ({ tax, currency }) => ({ amount: Number(tax), currency }),
};
