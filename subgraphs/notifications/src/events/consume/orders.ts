import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { keepReceipt, shortenReceipt } from '../../app/keepReceipt.ts';
import { notifyUser } from '../../app/notifyUser.ts';
import type { NotificationContent, Occurrence } from '../../domain/notification.ts';
import type { Tx } from '../../store/database.ts';

type AboutOrder = Pick<EventData<'order.updated'>, 'orderId' | 'customerId' | 'at'>;

/** An order is confirmed, delivered and cancelled once. */
function once({ orderId, customerId, at }: AboutOrder, content: NotificationContent): Occurrence {
  return { userId: customerId, orderId, dedupeKey: orderId, content, at: new Date(at) };
}

/** Notifications about the order itself. */
export function ordersHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'order.created': async ({ data }, tx) => keepReceipt(tx, deps, data),
    'order.totals_changed': ({ data }, tx) => shortenReceipt(tx, data),
    'order.confirmed': ({ data }, tx) =>
      notifyUser(tx, deps, once(data, { kind: 'ORDER_CONFIRMED', orderNumber: data.orderNumber })),
    'order.completed': ({ data }, tx) =>
      notifyUser(tx, deps, once(data, { kind: 'ORDER_DELIVERED', orderNumber: data.orderNumber })),
    'order.cancelled': ({ data }, tx) => {
      const { orderNumber, reason } = data;
      return notifyUser(tx, deps, once(data, { kind: 'ORDER_CANCELLED', orderNumber, reason }));
    },
  };
}
