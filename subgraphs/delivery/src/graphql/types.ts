import type { Resolvers } from '../generated/graphql.ts';
import { handoverCode } from '../domain/handoverCode.ts';
import { loadOpenOffers } from '../store/offers.ts';
import { isCustomerOf, isId, managesCourier, mayLocate, visible } from './access.ts';

const storeOf = (id: string) => ({ __typename: 'Store' as const, id });
const orderOf = (id: string) => ({ __typename: 'Order' as const, id });

export const delivery: Resolvers['Delivery'] = {
  __resolveReference: async ({ id }, context) =>
    isId(id) ? visible(context, await context.deliveries.load(id)) : null,
  id: ({ deliveryId }) => deliveryId,
  order: ({ orderId }) => orderOf(orderId),
  store: ({ storeId }) => storeOf(storeId),
  courier: ({ courierId }, _, { couriers }) => (courierId === null ? null : couriers.load(courierId)),
  handoverCode: (one, _, context) =>
    one.handover === 'CODE' && isCustomerOf(context, one)
      ? handoverCode(context.service.config.DELIVERY_HANDOVER_SECRET, one.deliveryId)
      : null,
  timeline: async ({ deliveryId }, _, { timelines }) => [...(await timelines.load(deliveryId))],
};

export const order: Resolvers['Order'] = {
  __resolveReference: ({ id }) => orderOf(id),
  delivery: async ({ id }, _, context) =>
    isId(id) && context.caller.kind === 'user'
      ? visible(context, await context.deliveriesOfOrders.load(id))
      : null,
};

export const courier: Resolvers['Courier'] = {
  async __resolveReference({ id }, context) {
    const one = isId(id) ? await context.couriers.load(id) : null;
    return one && (await mayLocate(context, one)) ? one : null;
  },
  id: ({ courierId }) => courierId,
  user: (one, _, context) =>
    managesCourier(context, one) ? { __typename: 'User', id: one.courierId } : null,
  capacity: (one, _, context) => (managesCourier(context, one) ? one.capacity : null),
  isOnShift: (one, _, context) => (managesCourier(context, one) ? one.isOnShift : null),
  position: async (one, _, context) =>
    (await mayLocate(context, one)) ? context.positions.load(one.courierId) : null,
};

export const deliveryOffer: Resolvers['DeliveryOffer'] = {
  async __resolveReference({ id }, context) {
    const me = isId(id) ? await context.me() : null;
    if (me === null) return null;
    const open = await loadOpenOffers(context.service.db, me.courierId);
    return open.find(({ offerId }) => offerId === id) ?? null;
  },
  id: ({ offerId }) => offerId,
  async delivery({ deliveryId }, _, { deliveries }) {
    const offered = await deliveries.load(deliveryId);
    if (!offered) throw new Error(`an offer of the delivery ${deliveryId}, which does not exist`);
    return offered;
  },
};
