import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { notifyUser } from '../../app/notifyUser.ts';
import type { NotificationContent, Occurrence } from '../../domain/notification.ts';
import type { Tx } from '../../store/database.ts';

type AboutDelivery = Pick<EventData<'delivery.updated'>, 'orderId' | 'customerId' | 'at'>;

/** An order sets out and comes near once, however often its ETA changes meanwhile. */
function once({ orderId, customerId, at }: AboutDelivery, content: NotificationContent): Occurrence {
  return { userId: customerId, orderId, dedupeKey: orderId, content, at: new Date(at) };
}

/** Notifications about the courier. */
export function deliveryHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'delivery.started': ({ data }, tx) => notifyUser(tx, deps, once(data, { kind: 'ORDER_ON_THE_WAY' })),
    'delivery.updated': async ({ data }, tx) => {
      if (data.status === 'NEARBY') await notifyUser(tx, deps, once(data, { kind: 'COURIER_NEARBY' }));
    },
  };
}
