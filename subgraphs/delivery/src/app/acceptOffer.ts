import { refuse } from '@nakku/platform';
import type { Delivery } from '../domain/delivery.ts';
import { expectedAt } from '../domain/eta.ts';
import { channels } from '../events/channels.ts';
import { publishDelivery } from '../events/publish.ts';
import { metrics } from '../metrics.ts';
import { loadCourier } from '../store/couriers.ts';
import { loadDelivery } from '../store/deliveries.ts';
import { loadOffer } from '../store/offers.ts';
import { takeOffer } from '../store/takeOffer.ts';
import type { Deps } from './deps.ts';

export type AcceptOfferResult =
  | { readonly kind: 'done'; readonly delivery: Delivery }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' | 'NOT_FOUND' | 'GONE' }
  | { readonly kind: 'refused'; readonly reason: 'NO_ROOM'; readonly capacity: number };

/** A courier takes an offered delivery; of two couriers one wins. Repeated by the winner it is done, too. */
export async function acceptOffer(
  deps: Deps,
  { offerId, courierId }: { readonly offerId: string; readonly courierId: string },
): Promise<AcceptOfferResult> {
  const { db, platform } = deps;
  const courier = await loadCourier(db, courierId);
  if (!courier) return { kind: 'refused', reason: 'NO_COURIER' };
  const offer = await loadOffer(db, offerId, courierId);
  const delivery = offer && (await loadDelivery(db, offer.deliveryId));
  if (!delivery) return { kind: 'refused', reason: 'NOT_FOUND' };
  const { vehicle, displayName: courierName } = courier;
  const from = (await deps.positions.lastOf([courierId])).get(courierId)?.location ?? null;
  const assigned = { ...delivery, status: 'ASSIGNED' as const };
  const eta = expectedAt(assigned, { vehicle, from }, deps.etaRules, deps.now());
  const note = { kind: 'ASSIGNED', courierName } as const;
  const result = await platform.transaction(async (tx) => {
    const taken = await takeOffer(tx.db, { ...offer, eta, note, actorId: courierId });
    if (taken.kind !== 'taken') return refuse(taken);
    publishDelivery(tx, 'delivery.assigned', taken.delivery, [channels.offers(courierId)]);
    return taken;
  });
  const taken =
    result.kind === 'taken' ? result.delivery : await takenBefore(deps, delivery.deliveryId, courierId);
  metrics.offer('deliveryOfferAccept', taken || result.kind === 'taken' ? 'accepted' : result.kind);
  if (taken) return { kind: 'done', delivery: taken };
  return result.kind === 'no_room' && courier.isOnShift
    ? { kind: 'refused', reason: 'NO_ROOM', capacity: courier.capacity }
    : { kind: 'refused', reason: 'GONE' };
}

/** It may be this courier's own first call that took it. */
async function takenBefore({ db }: Deps, deliveryId: string, courierId: string): Promise<Delivery | null> {
  const current = await loadDelivery(db, deliveryId);
  return current?.courierId === courierId && current.status === 'ASSIGNED' ? current : null;
}
