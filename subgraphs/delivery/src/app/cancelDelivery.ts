import type { Transaction } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { cancellable, type Delivery, deliveryStatuses } from '../domain/delivery.ts';
import { channels } from '../events/channels.ts';
import { publishDelivery } from '../events/publish.ts';
import { releaseCapacity } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import { loadDeliveryOfOrder } from '../store/deliveries.ts';
import { deleteDispatch } from '../store/dispatches.ts';
import { withdrawOfferOfDelivery } from '../store/offers.ts';
import { updateDelivery } from '../store/updateDelivery.ts';
import { changeDelivery } from './changeDelivery.ts';

interface CancelCommand {
  readonly orderId: string;
  /** Why the order is cancelled: a code of orders. */
  readonly reason: string;
}

/**
 * Cancels a delivery unless its courier already has the goods: a conditional update of its row, so that of a cancel
 * and a pick-up one wins. Withdraws what is offered and gives the courier room.
 * @returns the cancelled delivery; null if it was too late (or cancelled before)
 */
async function cancel(tx: Transaction<Tx>, deliveryId: string, reason: string): Promise<Delivery | null> {
  const note = { kind: 'CANCELLED', reason } as const;
  const cancelled = await updateDelivery(tx.db, { deliveryId, from: cancellable, to: 'CANCELLED', note });
  if (!cancelled) return null;
  const offeredCourierId = await withdrawOfferOfDelivery(tx.db, deliveryId);
  await deleteDispatch(tx.db, deliveryId);
  if (cancelled.courierId !== null) await releaseCapacity(tx.db, cancelled.courierId);
  const offered = offeredCourierId === null ? [] : [channels.offers(offeredCourierId)];
  publishDelivery(tx, 'delivery.cancelled', cancelled, [...offered, channels.dispatch]);
  return cancelled;
}

/** Grants or refuses the cancel of an order; one of the two is always published, unless it was cancelled before. */
export async function decideCancelRequest(
  tx: Transaction<Tx>,
  { orderId, reason }: CancelCommand,
): Promise<void> {
  const delivery = await loadDeliveryOfOrder(tx.db, orderId);
  if (!delivery || (await cancel(tx, delivery.deliveryId, reason))) return;
  const refusal = {
    deliveryId: delivery.deliveryId,
    from: deliveryStatuses.filter((status) => status !== 'CANCELLED'),
    to: null,
    note: { kind: 'CANCEL_REFUSED' },
  } as const;
  await changeDelivery(tx, refusal, 'delivery.cancel_refused');
}

/** The order was cancelled: mostly the echo of our own grant; else its delivery is cancelled now, if it was scheduled. */
export async function cancelDelivery(tx: Transaction<Tx>, { orderId, reason }: CancelCommand): Promise<void> {
  const delivery = await loadDeliveryOfOrder(tx.db, orderId);
  if (!delivery || delivery.status === 'CANCELLED') return;
  // Orders asks before it cancels what may be on its way, so this is somebody's mistake.
  if (!(await cancel(tx, delivery.deliveryId, reason)))
    logger().error({ orderId }, 'an order was cancelled that is being delivered');
}
