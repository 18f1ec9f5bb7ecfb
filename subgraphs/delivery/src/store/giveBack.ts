import { beforePickUp, type Delivery } from '../domain/delivery.ts';
import { publishDelivery } from '../events/published.ts';
import { channels } from '../live.ts';
import { changeDelivery } from './changeDelivery.ts';
import { unload } from './couriers.ts';
import type { DeliveryTransaction } from './database.ts';
import { enqueueDispatch } from './dispatches.ts';
import { markGivenUp } from './offers.ts';

/**
 * Takes a delivery from its courier before pick-up and has it offered to others.
 * @returns the delivery, SCHEDULED again; null if that courier has it no more, or has the goods
 */
export async function giveBack(
  tx: DeliveryTransaction,
  o: { deliveryId: string; courierId: string; detail: string; actorId?: string },
): Promise<Delivery | null> {
  const { courierId, ...change } = o;
  const scheduled = await changeDelivery(tx.db, {
    ...change,
    courierId,
    from: beforePickUp,
    to: 'SCHEDULED',
    set: { courierId: null, eta: null },
  });
  if (!scheduled) return null;
  await markGivenUp(tx.db, o.deliveryId, courierId);
  await enqueueDispatch(tx.db, o.deliveryId);
  await unload(tx.db, courierId);
  publishDelivery(tx, 'delivery.updated', scheduled, [channels.dispatch]);
  return scheduled;
}
