import type { OrderResolvers } from '../../generated/graphql.ts';
import { paymentVisibleTo, referencedId } from '../access.ts';

export const orderType: OrderResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  payment: async ({ id }, _, { caller, loaders }) => {
    const known = referencedId(id);
    const payment = known === null ? null : await loaders.paymentsByOrder.load(known);
    return payment && paymentVisibleTo(caller, payment) ? payment : null;
  },
};
