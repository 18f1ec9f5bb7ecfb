import { areaOf } from '@nakku/geo';
import { handoverCode } from '../../domain/handoverCode.ts';
import type { Resolvers } from '../../generated/graphql.ts';
import { idOf, isCustomerOf, maySee, maySeeDoor, visibleTo } from '../access.ts';

export const deliveryType = {
  async __resolveReference(reference, context) {
    const id = idOf(reference.id);
    return id ? visibleTo(context, await context.loaders.deliveries.load(id)) : null;
  },
  id: ({ deliveryId }) => deliveryId,
  order: ({ orderId }) => ({ __typename: 'Order', id: orderId }),
  store: ({ storeId }) => ({ __typename: 'Store', id: storeId }),
  dropoff: (delivery, _, context) =>
    maySeeDoor(context, delivery) ? delivery.dropoff : areaOf(delivery.dropoff),
  customerAbsentUntil: ({ absentSince }, _, { deps }) =>
    absentSince && new Date(absentSince.getTime() + deps.absentWaitMs),
  courier: ({ courierId }, _, { loaders }) => (courierId === null ? null : loaders.couriers.load(courierId)),
  handoverCode: (one, _, context) =>
    one.handover === 'CODE' && isCustomerOf(context, one)
      ? handoverCode(context.deps.config.DELIVERY_HANDOVER_SECRET, one.deliveryId)
      : null,
  // Whoever is only offered the delivery has nothing to do with what happened before.
  timeline: async (delivery, _, context) =>
    maySee(context, delivery) ? [...(await context.loaders.timelines.load(delivery.deliveryId))] : [],
} satisfies Resolvers['Delivery'];
