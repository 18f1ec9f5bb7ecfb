import type { ConsumerHandlers } from '@nakku/messaging';
import { followOrder } from '../../app/followOrder.ts';
import type { Tx } from '../../store/database.ts';

/** Where a customer's order begins and ends; what happens in between is nothing to an account. */
export const orderHandlers: ConsumerHandlers<Tx> = {
  'order.created': ({ data }, tx) => followOrder(tx, data, true),
  'order.completed': ({ data }, tx) => followOrder(tx, data, false),
  'order.cancelled': ({ data }, tx) => followOrder(tx, data, false),
  'order.returned': ({ data }, tx) => followOrder(tx, data, false),
};
