import type { Resolvers } from '../../generated/graphql.ts';
import { idOf, visibleTo } from '../access.ts';

export const orderType = {
  __resolveReference: ({ id }) => ({ __typename: 'Order', id }),
  async delivery(order, _, context) {
    const id = idOf(order.id);
    if (!id || context.caller.kind !== 'user') return null;
    return visibleTo(context, await context.loaders.deliveriesOfOrders.load(id));
  },
} satisfies Resolvers['Order'];
