import type { EventProducer } from '@nakku/testkit';
import { v7 } from 'uuid';

export interface OrderEvents {
  readonly orderId: string;
  /** Its one line, which costs the whole amount. */
  readonly lineId: string;
  readonly storeId: string;
  readonly amount: number;
  created(): Promise<void>;
  reserved(methodId?: string): Promise<void>;
  /** The line costs `total` now, which is also the order's. */
  totalsChanged(total: number): Promise<void>;
  /** Its line is replaced by one of this ID that costs `total`. */
  substituted(orderLineId: string, total: number): Promise<void>;
  /** A change of the order needs `wanted` in all. */
  changeReserved(changeId: string, wanted: number): Promise<void>;
  /** The change will not be made. */
  changeClosed(changeId: string): Promise<void>;
  completed(amount?: number): Promise<void>;
  /** An issue of its line, decided by rule (`by` null) or by a person. */
  issue(refund: number, by?: string | null): Promise<void>;
  cancelled(): Promise<void>;
  returned(): Promise<void>;
}

const address = {
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
  instructions: null,
};

/** Plays the orders context for one order: events in the order in which they are sent, numbered from 1. */
export function orderEvents(
  producer: EventProducer,
  o: {
    customerId: string;
    storeId: string;
    methodId: string;
    amount: number;
    currency?: string;
    handover?: 'CODE' | 'LEFT_AT_DOOR';
  },
): OrderEvents {
  const orderId = v7();
  const { customerId, storeId, methodId, amount } = o;
  const at = new Date().toISOString();
  let sequence = 0;
  const send = async (type: string, status: string, more: Record<string, unknown>): Promise<void> => {
    sequence += 1;
    const base = { orderId, orderNumber: 'N-1', customerId, storeId, cartId: orderId, status, at };
    await producer.send({ topic: 'orders', type, subject: orderId, sequence, data: { ...base, ...more } });
  };
  const { currency = 'EUR', handover = 'CODE' } = o;
  const totals = { currency, subtotal: amount, discount: 0, deliveryFee: 0, tip: 0, tax: 0, total: amount };
  const line = {
    lineId: v7(),
    orderLineId: v7(),
    productId: v7(),
    sku: 'MILK',
    name: 'Milk',
    packaging: '1 l',
    imageUrl: null,
    quantity: 1,
    unitPrice: amount,
    taxRate: 700,
    total: amount,
    discount: 0,
    tax: 0,
    note: null,
    substitution: 'ASK',
  };
  const lines = [{ productId: line.productId, quantity: 1 }];
  return {
    orderId,
    /** The order's line, by which refunds name it. */
    lineId: line.orderLineId,
    storeId,
    amount,
    created: () =>
      send('order.created', 'PLACED', {
        quoteId: v7(),
        cartOrderNo: 1,
        lines: [line],
        totals,
        paymentMethodId: methodId,
        pickup: { storeId, name: 'Nakku Mitte', address },
        dropoff: address,
        handover,
        promise: { from: at, to: at },
      }),
    reserved: (paymentMethodId = methodId) =>
      send('order.reserved', 'RESERVED', { amount, currency, paymentMethodId }),
    totalsChanged: (total) =>
      send('order.totals_changed', 'PACKING', {
        totals: { ...totals, subtotal: total, total },
        lines: [
          {
            lineId: line.lineId,
            orderLineId: line.orderLineId,
            productId: line.productId,
            quantity: 1,
            total,
          },
        ],
      }),
    substituted: (orderLineId, total) => {
      const { lineId, productId } = line;
      const substitute = { orderLineId, productId: v7(), quantity: 1, unitPrice: total, total };
      return send('order.line_substituted', 'PACKING', {
        ...{
          substitutionId: v7(),
          lineId,
          orderLineId: line.orderLineId,
          productId,
          quantity: 1,
          substitute,
        },
        totals: { ...totals, subtotal: total, total },
        lines: [
          { lineId, orderLineId: line.orderLineId, productId, quantity: 0, total: 0 },
          { lineId: orderLineId, orderLineId, productId: substitute.productId, quantity: 1, total },
        ],
      });
    },
    changeReserved: (changeId, wanted) =>
      send('order.change_reserved', 'CONFIRMED', { changeId, amount: wanted, currency }),
    changeClosed: (changeId) =>
      send('order.change_closed', 'CONFIRMED', { changeId, reason: 'TIMED_OUT', lines }),
    completed: (taken = amount) => send('order.completed', 'DELIVERED', { amount: taken, currency }),
    issue: (refund, by = null) => {
      const claim = { orderLineId: line.orderLineId, productId: line.productId, quantity: 1, amount: refund };
      const issue = { issueId: v7(), kind: 'MISSING', lines: [claim], currency, refund };
      return by === null
        ? send('order.issue_reported', 'DELIVERED', { issue, decision: 'REFUND' })
        : send('order.issue_resolved', 'DELIVERED', { issue, outcome: 'REFUNDED', resolvedBy: by });
    },
    cancelled: () =>
      send('order.cancelled', 'CANCELLED', { reason: 'CUSTOMER_REQUEST', wasConfirmed: false, lines }),
    returned: () => send('order.returned', 'RETURNED', { lines }),
  };
}
