import { address, pickup } from '@nakku/contracts';
import { orderNumber } from '../domain/order.ts';
import type { Order } from '../domain/order.ts';
import type { Order as OrderRow } from '../generated/prisma/client.ts';

/** The columns of `orders o` that {@link toOrder} reads, under the model's names. */
export const orderColumns = `
  o.id, o.number, o.status, o.version, o.quote_id AS "quoteId", o.cart_id AS "cartId",
  o.cart_order_no AS "cartOrderNo", o.customer_id AS "customerId", o.store_id AS "storeId",
  o.payment_method_id AS "paymentMethodId", o.currency, o.subtotal, o.discount, o.delivery_fee AS "deliveryFee",
  o.tip, o.tax, o.total, o.pickup, o.dropoff, o.handover, o.promise_from AS "promiseFrom",
  o.promise_to AS "promiseTo", o.payment_status AS "paymentStatus", o.payment_attempt AS "paymentAttempt",
  o.refunded, o.delivery_status AS "deliveryStatus", o.courier_id AS "courierId", o.eta,
  o.cancel_requested AS "cancelRequested", o.cancel_reason AS "cancelReason", o.confirmed_at AS "confirmedAt",
  o.placed_at AS "placedAt", o.created_at AS "createdAt", o.updated_at AS "updatedAt"`;

export type { OrderRow };

/** Amounts are checked on their way in: they fit a safe integer. */
export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    number: orderNumber(row.number),
    status: row.status,
    version: row.version,
    cartId: row.cartId,
    cartOrderNo: row.cartOrderNo,
    customerId: row.customerId,
    storeId: row.storeId,
    paymentMethodId: row.paymentMethodId,
    totals: {
      currency: row.currency,
      subtotal: Number(row.subtotal),
      discount: Number(row.discount),
      deliveryFee: Number(row.deliveryFee),
      tip: Number(row.tip),
      tax: Number(row.tax),
      total: Number(row.total),
    },
    pickup: pickup.parse(row.pickup),
    dropoff: address.parse(row.dropoff),
    handover: row.handover,
    promise: { from: row.promiseFrom, to: row.promiseTo },
    payment: { status: row.paymentStatus, attempt: row.paymentAttempt, refunded: Number(row.refunded) },
    delivery: { status: row.deliveryStatus, courierId: row.courierId, eta: row.eta },
    cancelRequested: row.cancelRequested,
    cancelReason: row.cancelReason,
    confirmedAt: row.confirmedAt,
    placedAt: row.placedAt,
  };
}
