import type { Transaction } from '@nakku/platform';
import { beforePickUp, type Delivery } from '../domain/delivery.ts';
import type { StepNote } from '../domain/step.ts';
import { channels } from '../events/channels.ts';
import { releaseCapacity } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import { enqueueDispatch } from '../store/dispatches.ts';
import { markGivenUp } from '../store/offers.ts';
import { changeDelivery } from './changeDelivery.ts';

/**
 * Takes a delivery from its courier before pick-up and has it offered to others.
 * @returns the delivery, SCHEDULED again; null if that courier has it no more, or has the goods
 */
export async function unassignDelivery(
  tx: Transaction<Tx>,
  o: { deliveryId: string; courierId: string; note: StepNote; actorId?: string },
): Promise<Delivery | null> {
  const { deliveryId, courierId } = o;
  const change = { ...o, from: beforePickUp, to: 'SCHEDULED', set: { courierId: null, eta: null } } as const;
  const scheduled = await changeDelivery(tx, change, 'delivery.updated', [channels.dispatch]);
  if (!scheduled) return null;
  await markGivenUp(tx.db, deliveryId, courierId);
  await enqueueDispatch(tx.db, deliveryId);
  await releaseCapacity(tx.db, courierId);
  return scheduled;
}
