import { noCheckoutOptions } from '@nakku/contracts';
import type { OrderStatus } from '@nakku/contracts';
import type { Fact } from './facts.ts';
import { placed } from './order.ts';
import type { Line } from './lines.ts';
import type { Progress, WholeOrder } from './order.ts';
import type { ChangePlan, PendingChange } from './pendingChange.ts';

const address = {
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
  instructions: null,
};

const placedAt = new Date('2026-03-01T12:00:00.000Z');

/** Who packs it. */
export const examplePacker = '0192f0c0-0000-7000-8000-00000000000b';

/** A line of ten pieces of 1.00 each. */
export function exampleLine(over: Partial<Line> = {}): Line {
  return {
    id: '0192f0c0-0000-7000-8000-000000000011',
    lineId: '0192f0c0-0000-7000-8000-000000000012',
    productId: '0192f0c0-0000-7000-8000-000000000013',
    sku: 'MILK',
    name: 'Milk',
    quantity: 10,
    unitPrice: 100,
    total: 1000,
    taxRate: 700,
    ifUnavailable: 'REFUND',
    picked: 0,
    short: 0,
    substituted: 0,
    removed: 0,
    ...over,
  };
}

/** ID of {@link exampleChange}. */
export const exampleChangeId = '0192f0c0-0000-7000-8000-000000000021';

/** One more piece of the line of the example order, or as many as `pieces` in all. */
export function examplePlan(pieces = 11): ChangePlan {
  const totals = {
    ...{ currency: 'EUR', subtotal: pieces * 100, discount: 0, deliveryFee: 290, tip: 0 },
    ...{ tax: 0, deliveryFeeTaxRate: null, tipTaxRate: null, total: pieces * 100 + 290 },
  };
  const lines = pieces === 10 ? [] : [exampleLine({ quantity: pieces, total: pieces * 100 })];
  return { lines, added: [], totals, dropoff: address, handover: 'CODE' };
}

/** A change of the example order that waits. */
export function exampleChange(waitsFor: PendingChange['waitsFor']): PendingChange {
  return { ...examplePlan(), id: exampleChangeId, waitsFor };
}

function changeFor(fact: Fact): PendingChange | null {
  switch (fact.kind) {
    case 'CHANGE_STOCK_RESERVED':
    case 'CHANGE_STOCK_REFUSED':
      return exampleChange('STOCK');
    case 'PAYMENT_INCREASED':
    case 'PAYMENT_INCREASE_FAILED':
    case 'CHANGE_TIMED_OUT':
      return exampleChange('PAYMENT');
    default:
      return null;
  }
}

/** An order of this status in which a fact can happen: who finishes packing has picked everything. */
export function exampleOrderFor(fact: Fact, status: OrderStatus): WholeOrder {
  const lines = [exampleLine(fact.kind === 'PACKING_FINISHED' ? { picked: 10 } : {})];
  return exampleOrder({ status, lines, change: status === 'CONFIRMED' ? changeFor(fact) : null });
}

/** An order as far as `progress` says, consistent by itself: for tests, and for the table of states in docs/. */
export function exampleOrder(
  progress: Partial<Progress> & Pick<Partial<WholeOrder>, 'lines'> = {},
): WholeOrder {
  const status = progress.status ?? 'PLACED';
  const isConfirmed = status !== 'PLACED' && status !== 'RESERVED';
  const authorized = { status: 'AUTHORIZED', method: 'CARD', attempt: 1, refunded: 0 } as const;
  return {
    ...placed,
    id: '0192f0c0-0000-7000-8000-000000000001',
    number: 'NK-000001',
    version: 1,
    cartId: '0192f0c0-0000-7000-8000-000000000002',
    cartOrderNo: 1,
    customerId: '0192f0c0-0000-7000-8000-000000000003',
    storeId: '0192f0c0-0000-7000-8000-000000000004',
    paymentMethodId: '0192f0c0-0000-7000-8000-000000000005',
    totals: {
      ...{ currency: 'EUR', subtotal: 1000, discount: 0, deliveryFee: 290, tip: 0, tax: 84, total: 1290 },
      ...{ deliveryFeeTaxRate: null, tipTaxRate: null },
    },
    agreedTotal: 1290,
    discounts: [],
    lines: [exampleLine()],
    pickup: { storeId: '0192f0c0-0000-7000-8000-000000000004', name: 'Nakku Mitte', address },
    dropoff: address,
    deliveryTerms: { fee: 290, freeFrom: 5000, radiusMeters: 5000 },
    promise: { from: new Date('2026-03-01T12:10:00.000Z'), to: new Date('2026-03-01T12:25:00.000Z') },
    ...noCheckoutOptions,
    ageLimit: null,
    placedAt,
    ...(isConfirmed ? { payment: authorized, confirmedAt: placedAt } : {}),
    ...(isConfirmed && status !== 'CONFIRMED' ? { packerId: examplePacker } : {}),
    ...(status === 'CANCELLED' ? { cancelReason: 'CUSTOMER_REQUEST' as const } : {}),
    ...(status === 'DELIVERED' ? { deliveredAt: placedAt } : {}),
    ...progress,
  };
}
