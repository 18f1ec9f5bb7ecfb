import type { DeliveryStatus, OrderStatus } from '@nakku/contracts';
import { exampleChangeId, exampleLine, examplePacker, examplePlan } from './exampleOrder.ts';
import type { DeliveryFact, Fact } from './facts.ts';

/** All statuses, in the order of an order's life. */
export const statuses: readonly OrderStatus[] = [
  'PLACED',
  'RESERVED',
  'CONFIRMED',
  'PACKING',
  'READY',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'RETURNING',
  'RETURNED',
  'CANCELLED',
];

const courierId = '0192f0c0-0000-7000-8000-00000000000a';
const eta = new Date('2026-03-01T12:20:00.000Z');

function delivery(kind: Exclude<DeliveryFact['kind'], 'DELIVERY_FAILED'>, status: DeliveryStatus): Fact {
  return { kind, status, courierId, eta };
}

/** One fact of each sort, by what brings it: for the specification in tests, and for the table of states in docs/. */
export const exampleFacts: Readonly<Record<string, Fact>> = {
  'stock reserved': { kind: 'STOCK_RESERVED', shortages: [] },
  'stock refused': { kind: 'STOCK_REFUSED', reason: 'OUT_OF_STOCK', shortages: [] },
  'stock lost': { kind: 'STOCK_REFUSED', reason: 'STOCK_LOST', shortages: [] },
  'payment authorised': { kind: 'PAYMENT_AUTHORIZED', attempt: 1, method: 'CARD' },
  'payment failed': { kind: 'PAYMENT_FAILED', attempt: 1, reason: 'CARD_DECLINED' },
  'payment needs action': { kind: 'PAYMENT_ACTION_REQUIRED', attempt: 1 },
  'payment captured': { kind: 'PAYMENT_SETTLED', attempt: 1, to: 'CAPTURED' },
  'payment voided': { kind: 'PAYMENT_SETTLED', attempt: 1, to: 'VOIDED' },
  'payment refunded': { kind: 'PAYMENT_REFUNDED', refundedTotal: 100 },
  'packing started': { kind: 'PACKING_STARTED', by: examplePacker, takesOver: false },
  'pieces picked': { kind: 'LINES_PICKED', by: examplePacker, picks: [{ line: exampleLine(), pieces: 1 }] },
  'pieces missing': { kind: 'SHELF_SHORT', by: examplePacker, short: { line: exampleLine(), pieces: 1 } },
  'packing finished': { kind: 'PACKING_FINISHED', by: examplePacker, bags: 1 },
  'courier assigned': delivery('DELIVERY_PROGRESSED', 'ASSIGNED'),
  'picked up': delivery('DELIVERY_STARTED', 'PICKED_UP'),
  'handed over': delivery('DELIVERY_COMPLETED', 'DELIVERED'),
  'not handed over': { kind: 'DELIVERY_FAILED', status: 'FAILED', courierId, eta, reason: 'Nobody home' },
  'brought back': delivery('DELIVERY_RETURNED', 'RETURNED'),
  'delivery cancelled': delivery('DELIVERY_CANCELLED', 'CANCELLED'),
  'customer cancels': { kind: 'CANCEL_REQUESTED', by: 'customer' },
  'customer changes what costs no more': {
    ...{ kind: 'CHANGE_REQUESTED', changeId: exampleChangeId, plan: examplePlan(10) },
  },
  'customer changes what costs more': {
    ...{ kind: 'CHANGE_REQUESTED', changeId: exampleChangeId, plan: examplePlan(11) },
  },
  'stock of a change reserved': { kind: 'CHANGE_STOCK_RESERVED', changeId: exampleChangeId },
  'stock of a change refused': { kind: 'CHANGE_STOCK_REFUSED', changeId: exampleChangeId },
  'payment increased for a change': { kind: 'PAYMENT_INCREASED', changeId: exampleChangeId, attempt: 1 },
  'payment not increased': { kind: 'PAYMENT_INCREASE_FAILED', changeId: exampleChangeId },
  'change not secured in time': { kind: 'CHANGE_TIMED_OUT' },
  rated: { kind: 'RATED', rating: { order: 5, courier: 5, tags: ['FRESH'] } },
  'staff cancels': { kind: 'CANCEL_REQUESTED', by: 'staff' },
};
