import { eventually } from '@nakku/testkit';
import type { CapturedEvent, EventCapture, EventProducer, ProducedEvent } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';

/** An order as its own events describe it. */
export interface KnownOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly storeId: string;
}

type More = Readonly<Record<string, unknown>>;

/** Plays inventory, payments and delivery: each with its own counter per order, as their relays would send it. */
export function otherContexts(producer: EventProducer) {
  const counters = new Map<string, number>();
  const next = (topic: string, orderId: string): number => {
    const key = `${topic} ${orderId}`;
    const sequence = (counters.get(key) ?? 0) + 1;
    counters.set(key, sequence);
    return sequence;
  };
  const sent: ProducedEvent[] = [];
  const stockItems = new Map<string, string>();
  const send = (
    topic: string,
    type: string,
    orderId: string,
    data: unknown,
    sequence = next(topic, orderId),
  ) => {
    const event = { topic, type, subject: orderId, sequence, data, id: uuidv7() };
    sent.push(event);
    return producer.send(event);
  };
  const at = () => new Date().toISOString();

  return {
    /** Sends everything about an order again, as it was: from the beginning. */
    async resend(orderId: string) {
      for (const event of sent.filter(({ subject }) => subject === orderId)) await producer.send(event);
    },
    async reserved({ orderId, storeId }: KnownOrder, more: More = {}, sequence?: number) {
      const data = { orderId, storeId, lines: [], at: at(), expiresAt: at(), ...more };
      await send('reservations', 'inventory.reserved', orderId, data, sequence);
    },
    async rejected(
      { orderId, storeId }: KnownOrder,
      reason: 'OUT_OF_STOCK' | 'UNKNOWN_STORE' | 'STOCK_LOST',
      shortages: readonly object[] = [],
    ) {
      const data = { orderId, storeId, lines: [], at: at(), reason, shortages };
      await send('reservations', 'inventory.reservation_rejected', orderId, data);
    },
    /** Inventory's response to a chosen substitute. */
    async substitute({ orderId }: KnownOrder, outcome: 'reserved' | 'rejected', data: object) {
      await send('reservations', `inventory.substitute_${outcome}`, orderId, data);
    },
    /** Inventory's response to a change that the customer wants. */
    async change(
      { orderId, storeId }: KnownOrder,
      changeId: string,
      shortages: readonly object[] | null = null,
    ) {
      const data = { orderId, storeId, changeId, at: at() };
      if (shortages === null) await send('reservations', 'inventory.change_reserved', orderId, data);
      else await send('reservations', 'inventory.change_rejected', orderId, { ...data, shortages });
    },
    async payment({ orderId, customerId }: KnownOrder, type: string, more: More = {}, sequence?: number) {
      const payment = { orderId, paymentId: uuidv7(), customerId, method: 'CARD', attempt: 1 };
      const data = { ...payment, amount: 1287, currency: 'EUR', at: at(), ...more };
      await send('payments', `payment.${type}`, orderId, data, sequence);
    },
    /** A customer's payment method. */
    async paymentMethod(
      paymentMethodId: string,
      customerId: string,
      kind: 'CARD' | 'CASH',
      isRemoved = false,
    ) {
      const type = `payment_method.${isRemoved ? 'removed' : 'added'}`;
      const paymentMethod = { paymentMethodId, customerId, kind };
      await send('payment-methods', type, paymentMethodId, { paymentMethod, at: at() });
    },
    /** The catalogue's product as it is now. */
    async product(productId: string, status: 'ACTIVE' | 'ARCHIVED', more: More = {}) {
      const product = {
        ...{ productId, sku: 'MILK', slug: 'milk', name: 'Milk', brand: null, packaging: '1 l' },
        ...{
          price: { amount: 199, currency: 'EUR' },
          taxRate: 700,
          categoryId: uuidv7(),
          imageUrl: null,
          status,
        },
        ...more,
      };
      await send('products', 'product.updated', productId, { product, at: at() });
    },
    /** What a store can sell of a product. */
    async stock(storeId: string, productId: string, available: number) {
      const stockItemId = stockItems.get(`${storeId} ${productId}`) ?? uuidv7();
      stockItems.set(`${storeId} ${productId}`, stockItemId);
      const data = {
        stockItemId,
        storeId,
        productId,
        onHand: Math.max(0, available),
        reserved: 0,
        available,
      };
      await send('inventory', 'inventory.updated', stockItemId, { ...data, threshold: 1, at: at() });
    },
    async delivery({ orderId, customerId, storeId }: KnownOrder, type: string, more: More = {}) {
      const base = { orderId, deliveryId: uuidv7(), storeId, customerId, courierId: null, eta: null };
      const data = { ...base, status: 'SCHEDULED', at: at(), ...more };
      await send('delivery', `delivery.${type}`, orderId, data);
    },
  };
}

export type OtherContexts = ReturnType<typeof otherContexts>;

/** The events of one order, in order, without holes; fails on a hole. */
export function eventsOf(capture: EventCapture, orderId: string): CapturedEvent[] {
  const events = capture.events.filter((event) => event.subject === orderId);
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, i) => i + 1));
  return events;
}

/** Waits until the order has published `count` events. */
export function published(capture: EventCapture, orderId: string, count: number): Promise<CapturedEvent[]> {
  return eventually(() => {
    const events = eventsOf(capture, orderId);
    if (events.length < count) throw new Error(`only ${events.map((event) => event.type).join(', ')}`);
    return events;
  });
}
