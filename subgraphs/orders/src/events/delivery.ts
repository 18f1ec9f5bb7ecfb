import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../store/database.ts';
import type { Follow } from './follow.ts';

function stateOf({ status, courierId, eta }: EventData<'delivery.updated'>) {
  return { status, courierId, eta: eta === null ? null : new Date(eta) };
}

/** What delivery tells: the way of the goods, and its answers to cancel requests. */
export function deliveryHandlers(follow: Follow): ConsumerHandlers<Tx> {
  return {
    'delivery.scheduled': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_PROGRESSED', ...stateOf(data) }, type),
    'delivery.assigned': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_PROGRESSED', ...stateOf(data) }, type),
    'delivery.updated': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_PROGRESSED', ...stateOf(data) }, type),
    'delivery.started': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_STARTED', ...stateOf(data) }, type),
    'delivery.completed': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_COMPLETED', ...stateOf(data) }, type),
    'delivery.failed': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_FAILED', reason: data.reason, ...stateOf(data) }, type),
    'delivery.returned': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_RETURNED', ...stateOf(data) }, type),
    'delivery.cancelled': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_CANCELLED', ...stateOf(data) }, type),
    'delivery.cancel_refused': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'DELIVERY_CANCEL_REFUSED', ...stateOf(data) }, type),
  };
}
