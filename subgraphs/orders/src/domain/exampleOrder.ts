import { noCheckoutOptions } from '@nakku/contracts';
import type { OrderStatus } from '@nakku/contracts';
import type { Fact } from './facts.ts';
import { placed } from './order.ts';
import type { Line } from './lines.ts';
import type { Progress, WholeOrder } from './order.ts';

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

/** An order of this status in which a fact can happen: who finishes packing has picked everything. */
export function exampleOrderFor(fact: Fact, status: OrderStatus): WholeOrder {
  const lines = [exampleLine(fact.kind === 'PACKING_FINISHED' ? { picked: 10 } : {})];
  return exampleOrder({ status, lines });
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
    lines: [exampleLine()],
    pickup: { storeId: '0192f0c0-0000-7000-8000-000000000004', name: 'Nakku Mitte', address },
    dropoff: address,
    deliveryTerms: { fee: 290, freeFrom: 5000, radiusMeters: 5000 },
    promise: { from: new Date('2026-03-01T12:10:00.000Z'), to: new Date('2026-03-01T12:25:00.000Z') },
    ...noCheckoutOptions,
    placedAt,
    ...(isConfirmed ? { payment: authorized, confirmedAt: placedAt } : {}),
    ...(isConfirmed && status !== 'CONFIRMED' ? { packerId: examplePacker } : {}),
    ...(status === 'CANCELLED' ? { cancelReason: 'CUSTOMER_REQUEST' as const } : {}),
    ...(status === 'DELIVERED' ? { deliveredAt: placedAt } : {}),
    ...progress,
  };
}
