import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import type { Courier } from '../../domain/courier.ts';
import { expectedAt } from '../../domain/eta.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Delivery } from '../../domain/delivery.ts';
import { publishDelivery } from '../../events/published.ts';
import { channels } from '../../live.ts';
import { metrics } from '../../metrics.ts';
import type { DeliveryService } from '../../service.ts';
import { loadDelivery } from '../../store/deliveries.ts';
import { loadOffer } from '../../store/offers.ts';
import { type TakenOffer, takeOffer } from '../../store/takeOffer.ts';
import { capacityReached, noCourier, offerGone } from '../errors.ts';
import { offerArguments } from '../input.ts';
import { refusable } from '../refusable.ts';

type NotTaken = Exclude<TakenOffer['kind'], 'taken'>;

async function take(
  { db, platform, positions, etaRules, now }: DeliveryService,
  courier: Courier,
  offer: Offer,
  delivery: Delivery,
) {
  const { courierId, vehicle } = courier;
  const from = (await positions.lastOf([courierId])).get(courierId)?.location ?? null;
  const assigned = { ...delivery, status: 'ASSIGNED' as const };
  const eta = expectedAt(assigned, { vehicle, from }, etaRules, now());
  const detail = `${courier.displayName} is on the way to the store.`;
  const result = await refusable((refuse: (reason: NotTaken) => never) =>
    platform.transaction(async (tx) => {
      const taken = await takeOffer(tx.db, { ...offer, courierId, eta, detail, actorId: courierId });
      if (taken.kind !== 'taken') return refuse(taken.kind);
      publishDelivery(tx, 'delivery.assigned', taken.delivery, [channels.offers(courierId)]);
      return taken.delivery;
    }),
  );
  if ('done' in result) return result;
  // It may be this courier's own first call that took it.
  const current = await loadDelivery(db, delivery.deliveryId);
  const isMine = current?.courierId === courierId && current.status === 'ASSIGNED';
  return isMine ? { done: current } : result;
}

export const deliveryOfferAccept: MutationResolvers['deliveryOfferAccept'] = async (_, args, context) => {
  const { service } = context;
  requireScope(context.caller, 'deliveries:write');
  const parsed = parseInput(offerArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const courier = await context.me();
  if (!courier) return { delivery: null, userErrors: [noCourier()] };
  const offer = await loadOffer(service.db, parsed.value.offerId, courier.courierId);
  const delivery = offer && (await loadDelivery(service.db, offer.deliveryId));
  if (!delivery) return { delivery: null, userErrors: [notFound(['offerId'], 'offer')] };
  const result = await take(service, courier, offer, delivery);
  const status = 'done' in result ? 'accepted' : result.refused;
  metrics.offer('deliveryOfferAccept', status);
  if ('done' in result) return { delivery: result.done, userErrors: [] };
  const isFull = result.refused === 'no_room' && courier.isOnShift;
  return { delivery: null, userErrors: [isFull ? capacityReached(courier.capacity) : offerGone()] };
};
