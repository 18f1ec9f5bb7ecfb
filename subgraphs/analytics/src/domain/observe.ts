import { createHash } from 'node:crypto';
import type { EventData, EventType, ReceivedEvent } from '@nakku/contracts';
import { noFact } from './orderFact.ts';
import type { OrderFact } from './orderFact.ts';

type Event<Type extends EventType> = Type extends EventType ? ReceivedEvent<Type> : never;

/** An event of an order, its payment or its delivery. */
export type OrderEvent = Event<
  | 'order.created'
  | 'order.confirmed'
  | 'order.modified'
  | 'order.line_short'
  | 'order.line_substituted'
  | 'order.totals_changed'
  | 'order.cancelled'
  | 'order.returned'
  | 'order.completed'
  | 'payment.refunded'
  | 'payment.refund_failed'
  | 'delivery.assigned'
  | 'delivery.completed'
>;
export type StoreEvent = Event<'store.created' | 'store.updated' | 'store.closed'>;
/** What rollups are made of. */
export type ObservedEvent = OrderEvent | StoreEvent;

/**
 * Whom an order is of, for counting only: the hash of a random ID. When the account is erased and its ID with it, nobody can
 * tell whom it was.
 */
export function customerKey(customerId: string): string {
  return createHash('sha256').update(customerId).digest('base64url').slice(0, 22);
}

/** What of an order's amounts is measured. */
function pricedBy(
  seq: number,
  totals: EventData<'order.created'>['totals'],
  lines: readonly { readonly productId: string; readonly quantity: number; readonly total: number }[],
): OrderFact['priced'] {
  const { total: gross, tax, discount, deliveryFee, tip } = totals;
  const products = lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ productId: id, quantity: units, total }) => ({ id, units, gross: total }));
  return { seq, gross, tax, discount, deliveryFee, tip, products };
}

/** What one event says of its order. */
export function factOf(event: OrderEvent): OrderFact {
  const { sequence: seq } = event;
  const recorded = { seq, at: Date.parse(event.data.at) };
  switch (event.type) {
    case 'order.created': {
      const { storeId, customerId, promise, totals, lines } = event.data;
      const promiseTo = Date.parse(promise.to);
      const placed = { ...recorded, storeId, customer: customerKey(customerId), promiseTo };
      return { ...noFact, placed, priced: pricedBy(seq, totals, lines) };
    }
    case 'order.modified':
    case 'order.totals_changed':
      return { ...noFact, priced: pricedBy(seq, event.data.totals, event.data.lines) };
    case 'order.line_substituted': {
      const { totals, lines, quantity } = event.data;
      return { ...noFact, priced: pricedBy(seq, totals, lines), substituted: { [seq]: quantity } };
    }
    case 'order.line_short':
      return { ...noFact, short: { [seq]: event.data.quantity } };
    case 'order.confirmed':
      return { ...noFact, confirmed: recorded };
    case 'order.completed':
      return { ...noFact, completed: recorded };
    case 'order.returned':
      return { ...noFact, returned: recorded };
    case 'order.cancelled':
      return { ...noFact, cancelled: { ...recorded, reason: event.data.reason } };
    case 'payment.refunded':
    case 'payment.refund_failed': {
      const { refundId, refundAmount: amount } = event.data;
      const isFailed = event.type === 'payment.refund_failed';
      return { ...noFact, refunds: { [refundId]: { ...recorded, amount, isFailed } } };
    }
    case 'delivery.assigned':
      return { ...noFact, assigned: recorded };
    case 'delivery.completed':
      return { ...noFact, delivered: recorded };
  }
}
