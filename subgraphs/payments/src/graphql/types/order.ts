import type { OrderResolvers } from '../../generated/graphql.ts';
import { isId, paymentVisibleTo } from '../access.ts';

export const orderType: OrderResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  payment: async ({ id }, _, { caller, loaders }) => {
    const payment = isId(id) ? await loaders.paymentsByOrder.load(id) : null;
    return payment && paymentVisibleTo(caller, payment) ? payment : null;
  },
};
