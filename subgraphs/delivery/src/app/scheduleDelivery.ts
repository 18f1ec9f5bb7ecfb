import type { Transaction } from '@nakku/platform';
import { publishDelivery } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { insertDelivery, type NewDelivery } from '../store/deliveries.ts';
import type { Deps } from './deps.ts';

/** Schedules the delivery of an order that was confirmed; an order has one. */
export async function scheduleDelivery(
  tx: Transaction<Tx>,
  { newId }: Deps,
  order: Omit<NewDelivery, 'deliveryId'>,
): Promise<void> {
  const delivery = await insertDelivery(tx.db, { ...order, deliveryId: newId() });
  if (delivery) publishDelivery(tx, 'delivery.scheduled', delivery);
}
