import type { EventData, EventType } from '@nakku/contracts';
import type { ProducedEvent } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';

/** An event of another context, typed by its contract. */
export type TypedEvent<Type extends EventType = EventType> = Omit<ProducedEvent, 'type' | 'data'> & {
  readonly type: Type;
  readonly data: EventData<Type>;
};

export interface OrderedLine {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

interface Story {
  readonly storeId: string;
  readonly customerId?: string;
  /** When the order is placed; what follows comes later. */
  readonly at: Date;
  readonly lines: readonly OrderedLine[];
  readonly promiseMinutes?: number;
}

const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.52, longitude: 13.41 },
  instructions: null,
};

/** Gross prices contain 19 % tax, rounded; the delivery costs 200 and nobody tips unless said otherwise. */
export function totalsOf(lines: readonly OrderedLine[], tip = 0): EventData<'order.created'>['totals'] {
  const subtotal = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const total = subtotal + 200 + tip;
  const tax = total - Math.round(total / 1.19);
  return {
    ...{ currency: 'EUR', subtotal, discount: 0, deliveryFee: 200, tip, tax, total },
    ...{ taxes: [], deliveryFeeTaxRate: null, tipTaxRate: null },
  };
}

/** One order as its contexts tell of it: each step returns the event, in the order in which they would come. */
export function orderStory({ storeId, customerId = uuidv7(), at, lines, promiseMinutes = 30 }: Story) {
  const orderId = uuidv7();
  const lineIds = lines.map(() => uuidv7());
  const sequences = { orders: 0, payments: 0, delivery: 0 };
  const time = (minutes: number): string => new Date(at.getTime() + minutes * 60_000).toISOString();
  const promise = { from: time(0), to: time(promiseMinutes) };
  const cartId = uuidv7();
  const event = <Type extends EventType>(
    topic: keyof typeof sequences,
    type: Type,
    data: EventData<Type>,
  ): TypedEvent<Type> => {
    sequences[topic] += 1;
    return { topic, type, subject: orderId, sequence: sequences[topic], data };
  };
  const order = (minutes: number, status: EventData<'order.updated'>['status']) => ({
    ...{ orderId, orderNumber: 'NK-000001', customerId, storeId, cartId, status },
    at: time(minutes),
  });
  const pickup = { storeId, name: 'Store', address };
  const items = lines.map(({ productId, quantity }) => ({ productId, quantity }));
  const amountsOf = (now: readonly OrderedLine[]) => ({
    totals: totalsOf(now),
    lines: now.map(({ productId, quantity, unitPrice }, index) => ({
      ...{ lineId: lineIds[index] ?? uuidv7(), orderLineId: lineIds[index] ?? uuidv7(), productId, quantity },
      total: quantity * unitPrice,
    })),
  });
  const payment = (minutes: number) => ({
    ...{ orderId, paymentId: orderId, customerId, method: 'CARD' as const, attempt: 1 },
    ...{ amount: totalsOf(lines).total, currency: 'EUR', at: time(minutes) },
  });
  const ride = (minutes: number, status: EventData<'delivery.updated'>['status'], courierId: string) => ({
    ...{ orderId, deliveryId: orderId, storeId, customerId, courierId, status, eta: null, at: time(minutes) },
  });
  return {
    orderId,
    customerId,
    placed: (tip = 0) =>
      event('orders', 'order.created', {
        ...order(0, 'PLACED'),
        quoteId: uuidv7(),
        cartOrderNo: 1,
        lines: lines.map(({ productId, quantity, unitPrice }, index) => ({
          ...{ lineId: lineIds[index] ?? '', productId, sku: 'SKU', name: 'Milk', packaging: '1 l' },
          ...{ imageUrl: null, quantity, unitPrice, taxRate: 1900, total: quantity * unitPrice },
          ...{ discount: 0, tax: 0, note: null, substitution: 'ALLOW' as const },
        })),
        totals: totalsOf(lines, tip),
        discounts: [],
        paymentMethodId: uuidv7(),
        pickup,
        dropoff: address,
        promise,
        handover: 'CODE',
        attributes: [],
      }),
    confirmed: (minutes: number) =>
      event('orders', 'order.confirmed', {
        ...order(minutes, 'CONFIRMED'),
        ...{ lines: items, pickup, dropoff: address, handover: 'CODE', promise },
      }),
    short: (minutes: number, quantity: number) =>
      event('orders', 'order.line_short', {
        ...order(minutes, 'PACKING'),
        ...{ lineId: lineIds[0] ?? '', productId: lines[0]?.productId ?? '', quantity, noticed: 'SHELF' },
      }),
    repriced: (minutes: number, now: readonly OrderedLine[]) =>
      event('orders', 'order.totals_changed', { ...order(minutes, 'PACKING'), ...amountsOf(now) }),
    substituted: (minutes: number, quantity: number, now: readonly OrderedLine[]) => {
      const { productId = '', unitPrice = 0 } = now.at(-1) ?? {};
      return event('orders', 'order.line_substituted', {
        ...order(minutes, 'PACKING'),
        ...{ substitutionId: uuidv7(), lineId: lineIds[0] ?? '', orderLineId: lineIds[0] ?? '' },
        ...{ productId: lines[0]?.productId ?? '', quantity },
        substitute: { orderLineId: uuidv7(), productId, quantity, unitPrice, total: quantity * unitPrice },
        ...amountsOf(now),
      });
    },
    completed: (minutes: number) =>
      event('orders', 'order.completed', {
        ...order(minutes, 'DELIVERED'),
        ...{ amount: totalsOf(lines).total, currency: 'EUR' },
      }),
    cancelled: (minutes: number, reason: EventData<'order.cancelled'>['reason']) =>
      event('orders', 'order.cancelled', {
        ...order(minutes, 'CANCELLED'),
        ...{ reason, wasConfirmed: false, lines: items },
      }),
    returned: (minutes: number) =>
      event('orders', 'order.returned', { ...order(minutes, 'RETURNED'), lines: items }),
    assigned: (minutes: number, courierId = uuidv7()) =>
      event('delivery', 'delivery.assigned', { ...ride(minutes, 'ASSIGNED', courierId), courierId }),
    delivered: (minutes: number, courierId = uuidv7()) =>
      event('delivery', 'delivery.completed', {
        ...ride(minutes, 'DELIVERED', courierId),
        ...{ courierId, proof: 'CODE' },
      }),
    refunded: (minutes: number, refundAmount: number, refundId = uuidv7()) =>
      event('payments', 'payment.refunded', {
        ...payment(minutes),
        ...{ refundId, refundAmount, refundedTotal: refundAmount },
      }),
    refundFailed: (minutes: number, refundAmount: number, refundId: string) =>
      event('payments', 'payment.refund_failed', {
        ...payment(minutes),
        ...{ refundId, refundAmount, refundedTotal: 0 },
      }),
  };
}

/** A store becomes known. */
export function storeCreated(storeId: string, timeZone = 'Europe/Berlin'): TypedEvent<'store.created'> {
  const store = {
    ...{ storeId, name: 'Store', address, radiusMeters: 2_000, timeZone, openingHours: [] },
    ...{ deliveryFee: 200, freeDeliveryFrom: null, currency: 'EUR', status: 'OPEN' as const },
  };
  const data = { store, at: '2026-01-01T00:00:00.000Z' };
  return { topic: 'inventory', type: 'store.created', subject: storeId, sequence: 1, data };
}
