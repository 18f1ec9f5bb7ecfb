import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { channels } from '../../live.ts';
import { metrics } from '../../metrics.ts';
import { declineOffer, loadOffer } from '../../store/offers.ts';
import { noCourier, offerGone } from '../errors.ts';
import { offerArguments } from '../input.ts';

/** Lets an offer go; declining it again is a success, too. */
export const deliveryOfferDecline: MutationResolvers['deliveryOfferDecline'] = async (_, args, context) => {
  const { db, live, wake } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const parsed = parseInput(offerArguments, args);
  if (!parsed.ok) return { declinedOfferId: null, userErrors: parsed.errors };
  const { offerId } = parsed.value;
  const courier = await context.me();
  if (!courier) return { declinedOfferId: null, userErrors: [noCourier()] };
  const offer = await loadOffer(db, offerId, courier.courierId);
  if (!offer) return { declinedOfferId: null, userErrors: [notFound(['offerId'], 'offer')] };
  if (offer.status === 'DECLINED') return { declinedOfferId: offerId, userErrors: [] };
  if (!(await declineOffer(db, offerId, courier.courierId))) {
    return { declinedOfferId: null, userErrors: [offerGone()] };
  }
  metrics.offer('deliveryOfferDecline', 'declined');
  wake.now();
  live.publish(channels.offers(courier.courierId), offerId);
  return { declinedOfferId: offerId, userErrors: [] };
};
