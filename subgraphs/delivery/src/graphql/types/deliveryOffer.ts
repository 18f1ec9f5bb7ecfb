import type { Resolvers } from '../../generated/graphql.ts';
import { loadOpenOffers } from '../../store/offers.ts';
import { courierOfCaller, idOf } from '../access.ts';

export const deliveryOfferType = {
  async __resolveReference(reference, context) {
    const id = idOf(reference.id);
    const courier = id && (await courierOfCaller(context));
    if (!courier) return null;
    const open = await loadOpenOffers(context.deps.db, courier.courierId);
    return open.find(({ offerId }) => offerId === id) ?? null;
  },
  id: ({ offerId }) => offerId,
  async delivery({ deliveryId }, _, { loaders }) {
    const offered = await loaders.deliveries.load(deliveryId);
    if (!offered) throw new Error(`an offer of the delivery ${deliveryId}, which does not exist`);
    return offered;
  },
} satisfies Resolvers['DeliveryOffer'];
