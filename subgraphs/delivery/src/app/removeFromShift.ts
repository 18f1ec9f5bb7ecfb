import type { Transaction } from '@nakku/platform';
import { beforePickUp, isOneOf } from '../domain/delivery.ts';
import { takeOffShift } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import { loadDeliveriesInHand } from '../store/deliveries.ts';
import { withdrawOffersOfCourier } from '../store/offers.ts';
import type { Deps } from './deps.ts';
import { unassignDelivery } from './unassignDelivery.ts';

/**
 * A courier who may not ride any more leaves the shift: offers go to others, and so does what was not picked up. Goods
 * already carried stay with the courier until staff settle it.
 */
export async function removeFromShift(
  tx: Transaction<Tx>,
  { dispatchSignal }: Deps,
  courierId: string,
): Promise<void> {
  const inHand = await loadDeliveriesInHand(tx.db, courierId);
  const waiting = inHand.filter(({ status }) => isOneOf(status, beforePickUp)).map((one) => one.deliveryId);
  // Each gives the courier room before the next is locked: a deadlock is possible, rare, and tried again.
  for (const deliveryId of waiting.sort()) {
    await unassignDelivery(tx, { deliveryId, courierId, note: { kind: 'COURIER_LEFT' } });
  }
  await withdrawOffersOfCourier(tx.db, courierId);
  await takeOffShift(tx.db, courierId, { anyway: true });
  dispatchSignal.notifySoon();
}
