import { channels } from '../events/channels.ts';
import { metrics } from '../metrics.ts';
import { loadCourier } from '../store/couriers.ts';
import { closeDeclinedOffer, loadOffer } from '../store/offers.ts';
import type { Deps } from './deps.ts';

export type DeclineOfferResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' | 'NOT_FOUND' | 'GONE' };

/** A courier lets an offer go, and the next one is looked for at once; declining it again is done, too. */
export async function declineOffer(
  deps: Deps,
  { offerId, courierId }: { readonly offerId: string; readonly courierId: string },
): Promise<DeclineOfferResult> {
  const { db, live, dispatchSignal } = deps;
  if (!(await loadCourier(db, courierId))) return { kind: 'refused', reason: 'NO_COURIER' };
  const offer = await loadOffer(db, offerId, courierId);
  if (!offer) return { kind: 'refused', reason: 'NOT_FOUND' };
  if (offer.status === 'DECLINED') return { kind: 'done' };
  if (!(await closeDeclinedOffer(db, offerId, courierId))) return { kind: 'refused', reason: 'GONE' };
  metrics.offer('deliveryOfferDecline', 'declined');
  dispatchSignal.notify();
  live.publish(channels.offers(courierId), offerId);
  return { kind: 'done' };
}
