import type { OrderIssueResolvers } from '../../generated/graphql.ts';

export const orderIssueType: OrderIssueResolvers = {
  id: ({ issueId }) => issueId,
  order: async ({ orderId }, _, { loaders }) => {
    const order = await loaders.orders.load(orderId);
    if (!order) throw new Error(`order ${orderId} of an issue does not exist`);
    return order;
  },
  lines: ({ lines, currency }) =>
    lines.map(({ orderLineId, quantity, amount }) => ({
      lineId: orderLineId,
      quantity,
      amount: { amount, currency },
    })),
  refund: ({ refund, currency }) => ({ amount: refund, currency }),
};
