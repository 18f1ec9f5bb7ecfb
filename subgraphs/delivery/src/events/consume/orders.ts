import type { ConsumerHandlers } from '@nakku/messaging';
import { cancelDelivery, decideCancelRequest } from '../../app/cancelDelivery.ts';
import type { Deps } from '../../app/deps.ts';
import { queuePackingDelivery, queueReadyDelivery } from '../../app/queueDelivery.ts';
import { readdressDelivery } from '../../app/readdressDelivery.ts';
import { scheduleDelivery } from '../../app/scheduleDelivery.ts';
import type { Tx } from '../../store/database.ts';

/** How delivery follows an order. Orders comes in order per key, so nothing here is ever early. */
export function ordersHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'order.confirmed': ({ data }, tx) => scheduleDelivery(tx, deps, { ...data, pickup: data.pickup.address }),
    'order.modified': ({ data }, tx) => readdressDelivery(tx, data),
    'order.ready': ({ data }, tx) => queueReadyDelivery(tx, deps, data),
    'order.updated': async ({ data }, tx) => {
      if (data.change === 'PACKING_STARTED') await queuePackingDelivery(tx, deps, data);
    },
    'order.cancel_requested': ({ data }, tx) => decideCancelRequest(tx, data),
    'order.cancelled': ({ data }, tx) => cancelDelivery(tx, data),
  };
}
