import type { Transaction } from '@nakku/platform';
import type { Delivery } from '../domain/delivery.ts';
import { type DeliveryEventType, publishDelivery } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { type DeliveryChange, updateDelivery } from '../store/updateDelivery.ts';

/**
 * Makes a step of a delivery if its row allows it, and publishes it.
 * @param live further channels that are notified
 * @returns the delivery after it; null if a condition of the change does not hold
 */
export async function changeDelivery(
  tx: Transaction<Tx>,
  change: DeliveryChange,
  event: DeliveryEventType,
  live: readonly string[] = [],
): Promise<Delivery | null> {
  const changed = await updateDelivery(tx.db, change);
  if (changed) publishDelivery(tx, event, changed, live);
  return changed;
}
