import type { OrderAlertResolvers } from '../../generated/graphql.ts';
import { alertText } from '../wording/wording.ts';

export const orderAlertType: OrderAlertResolvers = {
  order: async ({ orderId }, _, { loaders }) => {
    const order = await loaders.orders.load(orderId);
    if (!order) throw new Error(`order ${orderId} of an alert is gone`);
    return order;
  },
  message: ({ kind, status }, { locale }) => alertText(kind, status, locale),
  resolvedBy: ({ resolvedBy }) => (resolvedBy === null ? null : { __typename: 'User', id: resolvedBy }),
};
