import { cancelReason, orderStatus } from '@nakku/contracts';
import type { MeasuredFields } from '@nakku/service';
import { counter, gauge, logger, workMetrics } from '@nakku/telemetry';
import type { Change, Decision } from './domain/decision.ts';
import type { Order } from './domain/order.ts';

const labels = ['service', 'method', 'status'] as const;
const service = 'orders';

const placements = { metrics: workMetrics('order_placement', 'Placements of orders') };
const packing = {
  metrics: workMetrics('order_packing', 'Acts of packing: starts, picks, missing pieces, ends'),
};
const cancellations = { metrics: workMetrics('order_cancellation', 'Cancellations by customers and staff') };

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  orderPlace: placements,
  orderPackingStart: packing,
  orderLinesPick: packing,
  orderLineShort: packing,
  orderSubstitutionPropose: packing,
  orderSubstitutionAnswer: packing,
  orderPackingFinish: packing,
  orderCancel: cancellations,
};

const created = counter('order_created_total', 'Orders placed', labels, [
  { service, method: 'orderPlace', status: 'PLACED' },
]);
const completed = counter('order_completed_total', 'Orders handed over', labels, [
  { service, method: 'delivery.completed', status: 'DELIVERED' },
]);
const cancelledTotal = counter('order_cancelled_total', 'Orders cancelled, by the status they had', labels, [
  { service, method: 'orderCancel', status: 'PLACED' },
]);
const compensations = counter(
  'saga_compensations_total',
  'Orders whose steps are undone, by reason',
  ['service', 'reason'],
  cancelReason.options.map((reason) => ({ service, reason })),
);
const refusedFacts = counter('order_facts_refused_total', 'Events that an order could not follow', labels, [
  { service, method: 'unknown', status: 'UNKNOWN' },
]);

const stuck = gauge('orders_stuck', 'Orders with an open alert, by status', ['state']);
reportStuck([]);

/** Replaces what was reported before; a status without stuck orders is 0. */
export function reportStuck(counts: readonly { readonly status: string; readonly orders: number }[]): void {
  for (const state of orderStatus.options) stuck.set({ state }, 0);
  for (const { status, orders } of counts) stuck.set({ state: status }, orders);
}

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
