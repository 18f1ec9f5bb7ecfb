import { carried, type Delivery, type DeliveryProof } from '../domain/delivery.ts';
import { publishDelivery } from '../events/published.ts';
import { channels } from '../live.ts';
import { changeDelivery } from './changeDelivery.ts';
import { unload } from './couriers.ts';
import type { DeliveryTransaction } from './database.ts';

/**
 * Hands a delivery over and gives its courier room.
 * @param o.ifTriesBelow only if fewer wrong codes were tried
 * @returns the delivery; null if nobody carries it (to that courier's customer), or the code is locked
 */
export async function deliver(
  tx: DeliveryTransaction,
  o: {
    readonly deliveryId: string;
    readonly courierId?: string;
    readonly ifTriesBelow?: number;
    readonly proof: DeliveryProof;
    readonly detail: string;
    readonly actorId: string;
  },
): Promise<Delivery | null> {
  const { proof, ...change } = o;
  const delivered = await changeDelivery(tx.db, {
    ...change,
    from: carried,
    to: 'DELIVERED',
    set: { proof },
  });
  if (!delivered) return null;
  if (delivered.courierId !== null) await unload(tx.db, delivered.courierId);
  publishDelivery(tx, 'delivery.completed', delivered, [channels.dispatch]);
  return delivered;
}
