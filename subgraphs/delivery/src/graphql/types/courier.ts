import type { Resolvers } from '../../generated/graphql.ts';
import { idOf, managesCourier, mayLocate } from '../access.ts';

export const courierType = {
  async __resolveReference(reference, context) {
    const id = idOf(reference.id);
    const courier = id && (await context.loaders.couriers.load(id));
    return courier && (await mayLocate(context, courier)) ? courier : null;
  },
  id: ({ courierId }) => courierId,
  user: (courier, _, context) =>
    managesCourier(context, courier) ? { __typename: 'User', id: courier.courierId } : null,
  capacity: (courier, _, context) => (managesCourier(context, courier) ? courier.capacity : null),
  isActive: (courier, _, context) => (managesCourier(context, courier) ? courier.isActive : null),
  isOnShift: (courier, _, context) => (managesCourier(context, courier) ? courier.isOnShift : null),
  version: (courier, _, context) => (managesCourier(context, courier) ? courier.profileVersion : null),
  position: async (courier, _, context) =>
    (await mayLocate(context, courier)) ? context.loaders.positions.load(courier.courierId) : null,
} satisfies Resolvers['Courier'];
