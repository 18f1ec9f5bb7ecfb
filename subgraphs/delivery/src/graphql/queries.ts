import { requireScope, requireUser } from '@nakku/graphql-kit';
import type { Resolvers } from '../generated/graphql.ts';
import { loadDeliveriesInHand } from '../store/deliveries.ts';
import { loadOpenOffers } from '../store/offers.ts';
import { isId, visible } from './access.ts';

export const queries: Resolvers['Query'] = {
  courierMe(_, __, { caller, me }) {
    requireScope(caller, 'deliveries:read');
    return me();
  },
  async delivery(_, { orderId }, context) {
    requireUser(context.caller);
    return isId(orderId) ? visible(context, await context.deliveriesOfOrders.load(orderId)) : null;
  },
  async myDeliveries(_, __, { caller, me, service }) {
    requireScope(caller, 'deliveries:read');
    const courier = await me();
    return courier ? loadDeliveriesInHand(service.db, courier.courierId) : [];
  },
  async myDeliveryOffers(_, __, { caller, me, service }) {
    requireScope(caller, 'deliveries:read');
    const courier = await me();
    return courier ? loadOpenOffers(service.db, courier.courierId) : [];
  },
};
