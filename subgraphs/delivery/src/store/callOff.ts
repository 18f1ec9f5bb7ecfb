import { cancellable, type Delivery, deliveryStatuses } from '../domain/delivery.ts';
import { publishDelivery } from '../events/published.ts';
import { channels } from '../live.ts';
import { changeDelivery } from './changeDelivery.ts';
import { unload } from './couriers.ts';
import type { DeliveryTransaction } from './database.ts';
import { dropDispatch } from './dispatches.ts';
import { withdrawOfferOfDelivery } from './offers.ts';

/**
 * Calls a delivery off unless its courier already has the goods: a conditional update of its row, so that of a cancel
 * and a pick-up one wins. Withdraws what is offered and gives the courier room.
 * @returns the cancelled delivery; null if it was too late (or called off before)
 */
export async function callOff(
  tx: DeliveryTransaction,
  deliveryId: string,
  detail: string,
): Promise<Delivery | null> {
  const cancelled = await changeDelivery(tx.db, { deliveryId, from: cancellable, to: 'CANCELLED', detail });
  if (!cancelled) return null;
  const asked = await withdrawOfferOfDelivery(tx.db, deliveryId);
  await dropDispatch(tx.db, deliveryId);
  if (cancelled.courierId !== null) await unload(tx.db, cancelled.courierId);
  const hear = asked === null ? [] : [channels.offers(asked)];
  publishDelivery(tx, 'delivery.cancelled', cancelled, [...hear, channels.dispatch]);
  return cancelled;
}

/** Tells that a cancel came too late; null if the delivery is called off already. */
export async function refuseCancel(tx: DeliveryTransaction, deliveryId: string): Promise<Delivery | null> {
  const refused = await changeDelivery(tx.db, {
    deliveryId,
    from: deliveryStatuses.filter((status) => status !== 'CANCELLED'),
    to: null,
    detail: 'A cancel was refused: the courier has the goods.',
  });
  if (refused) publishDelivery(tx, 'delivery.cancel_refused', refused);
  return refused;
}
