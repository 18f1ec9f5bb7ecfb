import { counter, gauge, logger } from '@nakku/telemetry';
import type { Change, Decision } from './domain/decision.ts';
import type { Order } from './domain/order.ts';

const labels = ['service', 'method', 'status'] as const;
const service = 'orders';

const created = counter('order_created_total', 'Orders placed', labels);
const completed = counter('order_completed_total', 'Orders handed over', labels);
const cancelledTotal = counter('order_cancelled_total', 'Orders cancelled, by the status they had', labels);
const compensations = counter('saga_compensations_total', 'Orders whose steps are undone, by reason', [
  'service',
  'reason',
]);
const refusedFacts = counter('order_facts_refused_total', 'Events that an order could not follow', [
  'service',
  'method',
  'status',
]);

/** Set by jobs/countStuckOrders.ts. */
export const stuckOrders = gauge('orders_stuck', 'Orders with an open alert, by status', ['state']);

export function countPlaced(): void {
  created.inc({ service, method: 'orderPlace', status: 'PLACED' });
}

/** @param method what caused the change: a mutation, an event's type, a deadline's kind */
export function countChange(method: string, before: Order, { next, event }: Change): void {
  if (next.status === before.status) return;
  if (next.status === 'DELIVERED') completed.inc({ service, method, status: next.status });
  if (event.type !== 'order.cancelled') return;
  cancelledTotal.inc({ service, method, status: before.status });
  compensations.inc({ service, reason: event.reason });
}

/** A fact that the order's state does not allow is recorded, and the stream goes on. */
export function recordIllegal(
  method: string,
  order: Order,
  because: Extract<Decision, { kind: 'illegal' }>['because'],
): void {
  refusedFacts.inc({ service, method, status: order.status });
  const { id: orderId, number, status } = order;
  logger({ part: 'orders' }).warn(
    { orderId, number, status, fact: method, because },
    'an order refused a fact',
  );
}

/** An order of which orders knows nothing: another system's event, or a lost database. */
export function recordUnknown(method: string, orderId: string): void {
  refusedFacts.inc({ service, method, status: 'UNKNOWN' });
  logger({ part: 'orders' }).warn(
    { orderId, fact: method },
    'an event is about an order that does not exist',
  );
}
