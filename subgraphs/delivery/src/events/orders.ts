import type { ConsumerHandlers } from '@nakku/messaging';
import type { TransactionClient } from '@nakku/service';
import { logger } from '@nakku/telemetry';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { callOff, refuseCancel } from '../store/callOff.ts';
import type { DeliveryTransaction } from '../store/database.ts';
import { insertDelivery, loadDeliveryOfOrder, markReady } from '../store/deliveries.ts';
import { enqueueDispatch } from '../store/dispatches.ts';
import { publishDelivery } from './published.ts';

type Handlers = ConsumerHandlers<TransactionClient<PrismaClient>>;

/**
 * How delivery follows an order. Orders comes in order per key, so nothing here is ever early.
 * @param o.offersFrom whether couriers are asked only once the goods are packed
 * @param o.queued called when a delivery entered the queue of the dispatcher, before the commit
 */
export function ordersHandlers(o: { offersFrom: 'READY' | 'PACKING'; queued: () => void }): Handlers {
  async function queue(tx: DeliveryTransaction, deliveryId: string): Promise<void> {
    await enqueueDispatch(tx.db, deliveryId);
    o.queued();
  }

  return {
    async 'order.confirmed'({ data }, tx) {
      const delivery = await insertDelivery(tx.db, uuidv7(), data);
      if (delivery) publishDelivery(tx, 'delivery.scheduled', delivery);
    },

    async 'order.ready'({ data }, tx) {
      const delivery = await markReady(tx.db, data.orderId);
      if (delivery?.status === 'SCHEDULED') await queue(tx, delivery.deliveryId);
    },

    async 'order.updated'({ data }, tx) {
      if (data.change !== 'PACKING_STARTED' || o.offersFrom !== 'PACKING') return;
      const delivery = await loadDeliveryOfOrder(tx.db, data.orderId);
      if (delivery?.status === 'SCHEDULED') await queue(tx, delivery.deliveryId);
    },

    /** Grants or refuses; one of the two answers always goes out, unless it was called off before. */
    async 'order.cancel_requested'({ data }, tx) {
      const delivery = await loadDeliveryOfOrder(tx.db, data.orderId);
      if (!delivery) return;
      const granted = await callOff(tx, delivery.deliveryId, `Cancelled: ${data.reason}.`);
      if (!granted) await refuseCancel(tx, delivery.deliveryId);
    },

    /** Mostly the echo of our own grant; else it is called off now, if it was ever scheduled. */
    async 'order.cancelled'({ data }, tx) {
      const delivery = await loadDeliveryOfOrder(tx.db, data.orderId);
      if (!delivery || delivery.status === 'CANCELLED') return;
      const calledOff = await callOff(tx, delivery.deliveryId, `Cancelled: ${data.reason}.`);
      // Orders asks before it cancels what may be on its way, so this is somebody's mistake.
      if (!calledOff)
        logger().error({ orderId: data.orderId }, 'an order was cancelled that is being delivered');
    },
  };
}
