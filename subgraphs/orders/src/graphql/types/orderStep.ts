import { operatesStore } from '@nakku/graphql-kit';
import type { OrderStepResolvers } from '../../generated/graphql.ts';
import { detailText } from '../wording/wording.ts';

export const orderStepType: OrderStepResolvers = {
  detail: ({ detail }, { locale }) => detailText(detail, locale),
  actor: async ({ orderId, actorId }, _, { caller, loaders }) => {
    if (actorId === null) return null;
    const order = await loaders.orders.load(orderId);
    return order && operatesStore(caller, order.storeId) ? { __typename: 'User', id: actorId } : null;
  },
};
