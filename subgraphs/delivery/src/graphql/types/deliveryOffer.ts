import { distanceMeters } from '@nakku/geo';
import type { Resolvers } from '../../generated/graphql.ts';
import { loadOpenOffers } from '../../store/offers.ts';
import { courierOfCaller, idOf } from '../access.ts';

/** A distance must not tell which door it is. */
const DISTANCE_STEP_METERS = 100;

export const deliveryOfferType = {
  async __resolveReference(reference, context) {
    const id = idOf(reference.id);
    const courier = id && (await courierOfCaller(context));
    if (!courier) return null;
    const open = await loadOpenOffers(context.deps.db, courier.courierId);
    return open.find(({ offerId }) => offerId === id) ?? null;
  },
  id: ({ offerId }) => offerId,
  async dropoffDistanceMeters({ deliveryId }, _, { loaders }) {
    const offered = await loaders.deliveries.load(deliveryId);
    if (!offered) return null;
    const meters = distanceMeters(offered.pickup.location, offered.dropoff.location);
    return Math.ceil(meters / DISTANCE_STEP_METERS) * DISTANCE_STEP_METERS;
  },
  async delivery({ deliveryId }, _, { loaders }) {
    const offered = await loaders.deliveries.load(deliveryId);
    if (!offered) throw new Error(`an offer of the delivery ${deliveryId}, which does not exist`);
    return offered;
  },
} satisfies Resolvers['DeliveryOffer'];
