import { handoverCode } from '../../domain/handoverCode.ts';
import type { Resolvers } from '../../generated/graphql.ts';
import { idOf, isCustomerOf, visibleTo } from '../access.ts';

export const deliveryType = {
  async __resolveReference(reference, context) {
    const id = idOf(reference.id);
    return id ? visibleTo(context, await context.loaders.deliveries.load(id)) : null;
  },
  id: ({ deliveryId }) => deliveryId,
  order: ({ orderId }) => ({ __typename: 'Order', id: orderId }),
  store: ({ storeId }) => ({ __typename: 'Store', id: storeId }),
  courier: ({ courierId }, _, { loaders }) => (courierId === null ? null : loaders.couriers.load(courierId)),
  handoverCode: (one, _, context) =>
    one.handover === 'CODE' && isCustomerOf(context, one)
      ? handoverCode(context.deps.config.DELIVERY_HANDOVER_SECRET, one.deliveryId)
      : null,
  timeline: async ({ deliveryId }, _, { loaders }) => [...(await loaders.timelines.load(deliveryId))],
} satisfies Resolvers['Delivery'];
