import { carried, type Delivery } from '../domain/delivery.ts';
import { publishDelivery } from '../events/published.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { DeliveryTransaction } from './database.ts';

/**
 * A delivery that could not be handed over: FAILED, and in the next step on its way back to the store. Each step has
 * its version and its event.
 * @returns the delivery, RETURNING; null if that courier does not carry it
 */
export async function failAfterPickUp(
  tx: DeliveryTransaction,
  o: { deliveryId: string; courierId: string; reason: string; actorId: string },
): Promise<Delivery | null> {
  const { deliveryId, courierId, actorId, reason } = o;
  const failed = await changeDelivery(tx.db, {
    deliveryId,
    courierId,
    actorId,
    from: carried,
    to: 'FAILED',
    set: { eta: null, failureReason: reason },
    detail: reason,
  });
  if (!failed) return null;
  publishDelivery(tx, 'delivery.failed', failed);
  const detail = 'The goods go back to the store.';
  const back = { deliveryId, courierId, actorId, from: ['FAILED'], to: 'RETURNING', detail } as const;
  const returning = await changeDelivery(tx.db, back);
  if (!returning) throw new Error(`the delivery ${deliveryId} failed and did not turn back`);
  publishDelivery(tx, 'delivery.updated', returning);
  return returning;
}
