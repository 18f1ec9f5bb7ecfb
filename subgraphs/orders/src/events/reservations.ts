import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../store/database.ts';
import type { Follow } from './follow.ts';

/** Inventory's answers. What it releases and commits follows from orders' own events and is no news here. */
export function reservationHandlers(follow: Follow): ConsumerHandlers<Tx> {
  return {
    'inventory.reserved': ({ type, data }, tx) => follow(tx, data.orderId, { kind: 'STOCK_RESERVED' }, type),
    'inventory.reservation_rejected': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'STOCK_REFUSED', isLost: data.reason === 'STOCK_LOST' }, type),
  };
}
