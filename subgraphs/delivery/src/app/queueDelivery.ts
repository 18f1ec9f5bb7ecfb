import type { Transaction } from '@nakku/platform';
import type { Delivery } from '../domain/delivery.ts';
import type { Tx } from '../store/database.ts';
import { loadDeliveryOfOrder, markReady } from '../store/deliveries.ts';
import { enqueueDispatch } from '../store/dispatches.ts';
import type { Deps } from './deps.ts';

async function queue(tx: Transaction<Tx>, deps: Deps, delivery: Delivery | null): Promise<void> {
  if (delivery?.status !== 'SCHEDULED') return;
  await enqueueDispatch(tx.db, delivery.deliveryId);
  deps.dispatchSignal.notifySoon();
}

/** The goods of an order are packed: from now on its delivery needs a courier. */
export async function queueReadyDelivery(
  tx: Transaction<Tx>,
  deps: Deps,
  { orderId }: { orderId: string },
): Promise<void> {
  await queue(tx, deps, await markReady(tx.db, orderId));
}

/** The store began to pack an order: couriers are asked early if the service is configured so. */
export async function queuePackingDelivery(
  tx: Transaction<Tx>,
  deps: Deps,
  { orderId }: { orderId: string },
): Promise<void> {
  if (deps.config.DELIVERY_OFFERS_FROM !== 'PACKING') return;
  await queue(tx, deps, await loadDeliveryOfOrder(tx.db, orderId));
}
