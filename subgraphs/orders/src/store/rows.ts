import {
  address,
  checkoutOptionFields,
  checkoutOptions,
  deliveryTerms,
  discounts,
  ifUnavailableOf,
  pickup,
  ratingTag,
} from '@nakku/contracts';
import type { Quote } from '@nakku/quote';
import { z } from 'zod';
import { orderNumber } from '../domain/order.ts';
import type { Order } from '../domain/order.ts';
import { toPendingChange } from './changeRow.ts';
import type { Order as OrderRow, OrderLine as OrderLineRow, OrderStep } from '../generated/prisma/client.ts';

export type { OrderRow };

/** The agreed part of a row: written once, with the order. */
const agreedFields = [
  'id',
  'quoteId',
  'cartId',
  'cartOrderNo',
  'customerId',
  'storeId',
  'paymentMethodId',
  'currency',
  'deliveryFeeTaxRate',
  'tipTaxRate',
  'pickup',
  'dropoff',
  'deliveryTerms',
  'discounts',
  'ageLimit',
  'promiseFrom',
  'promiseTo',
  ...checkoutOptionFields,
  'placedAt',
] as const satisfies readonly (keyof OrderRow)[];

/** The part that each change writes. */
export const progressFields = [
  'version',
  'status',
  'subtotal',
  'discount',
  'deliveryFee',
  'tip',
  'tax',
  'total',
  'agreedTotal',
  'paymentStatus',
  'paymentMethod',
  'paymentAttempt',
  'refunded',
  'deliveryStatus',
  'courierId',
  'eta',
  'cancelRequested',
  'cancelReason',
  'change',
  'shortages',
  'confirmedAt',
  'packerId',
  'bags',
  'deliveredAt',
  'rating',
  'updatedAt',
] as const satisfies readonly (keyof OrderRow)[];

/** What is written of a new order; `number` and `createdAt` are the database's. */
export const insertedFields = [...agreedFields, ...progressFields];

/** What {@link toOrder} reads. */
export const orderFields = [...insertedFields, 'number', 'createdAt'] as const;

type Written<Fields extends readonly PropertyKey[]> = Readonly<Record<Fields[number], unknown>>;

/** @param at instant of the change */
export function progressRow(order: Order, at: Date): Written<typeof progressFields> {
  return {
    version: order.version,
    status: order.status,
    subtotal: order.totals.subtotal,
    discount: order.totals.discount,
    deliveryFee: order.totals.deliveryFee,
    tip: order.totals.tip,
    tax: order.totals.tax,
    total: order.totals.total,
    agreedTotal: order.agreedTotal,
    paymentStatus: order.payment.status,
    paymentMethod: order.payment.method,
    paymentAttempt: order.payment.attempt,
    refunded: order.payment.refunded,
    deliveryStatus: order.delivery.status,
    courierId: order.delivery.courierId,
    eta: order.delivery.eta,
    cancelRequested: order.cancelRequested,
    cancelReason: order.cancelReason,
    change: order.change,
    shortages: order.shortages,
    confirmedAt: order.confirmedAt,
    packerId: order.packerId,
    bags: order.bags,
    deliveredAt: order.deliveredAt,
    rating: order.rating,
    updatedAt: at,
  };
}

export function insertedRow(order: Order, quoteId: string): Written<typeof insertedFields> {
  const { id, cartId, cartOrderNo, customerId, storeId, paymentMethodId, pickup, dropoff } = order;
  return {
    ...progressRow(order, order.placedAt),
    ...order.totals,
    ...{ id, quoteId, cartId, cartOrderNo, customerId, storeId, paymentMethodId, pickup, dropoff },
    deliveryTerms: order.deliveryTerms,
    discounts: order.discounts,
    ageLimit: order.ageLimit,
    promiseFrom: order.promise.from,
    promiseTo: order.promise.to,
    ...checkoutOptions.parse(order),
    placedAt: order.placedAt,
  };
}

export const lineFields = [
  'id',
  'orderId',
  'position',
  'lineId',
  'productId',
  'sku',
  'name',
  'packaging',
  'imageUrl',
  'quantity',
  'unitPrice',
  'discount',
  'total',
  'tax',
  'taxRate',
  'note',
  'ifUnavailable',
  'open',
  'finalTotal',
  'finalTax',
] as const satisfies readonly (keyof OrderLineRow)[];

/** A line of a quote with the ID that it has in the order. */
export type NewLine = Quote['lines'][number] & { readonly orderLineId: string };

/** The lines of a new order, numbered from 1. A line of a quote is named like its row. */
export function lineRows(orderId: string, lines: readonly NewLine[]): Written<typeof lineFields>[] {
  return lines.map((line, i) => ({
    ...line,
    ...{ id: line.orderLineId, orderId, position: i + 1 },
    ifUnavailable: ifUnavailableOf(line),
    ...{ open: line.quantity, finalTotal: line.total, finalTax: line.tax },
  }));
}

export const stepFields = [
  'orderId',
  'sequence',
  'kind',
  'status',
  'detail',
  'actorId',
  'at',
] as const satisfies readonly (keyof OrderStep)[];

/** The history row of a change. */
export type StepRow = Pick<OrderStep, 'kind' | 'detail' | 'actorId' | 'at'>;

/** @param order as it is after the change, whose last step has its version */
export function stepRows(order: Order, steps: readonly StepRow[]): Written<typeof stepFields>[] {
  return steps.map((step, index) => ({
    ...step,
    orderId: order.id,
    sequence: order.version - steps.length + 1 + index,
    status: order.status,
  }));
}

const shortagesSchema = z.array(
  z.object({ productId: z.string(), requested: z.number(), available: z.number() }),
);

const ratingSchema = z.object({
  order: z.number(),
  courier: z.number().nullable(),
  tags: z.array(ratingTag),
  ratedAt: z.coerce.date(),
});

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
      deliveryFeeTaxRate: row.deliveryFeeTaxRate,
      tipTaxRate: row.tipTaxRate,
      total: Number(row.total),
    },
    agreedTotal: Number(row.agreedTotal),
    pickup: pickup.parse(row.pickup),
    dropoff: address.parse(row.dropoff),
    deliveryTerms: deliveryTerms.nullable().parse(row.deliveryTerms),
    discounts: discounts.parse(row.discounts),
    promise: { from: row.promiseFrom, to: row.promiseTo },
    ...checkoutOptions.parse(row),
    ageLimit: row.ageLimit,
    payment: {
      status: row.paymentStatus,
      method: row.paymentMethod,
      attempt: row.paymentAttempt,
      refunded: Number(row.refunded),
    },
    delivery: { status: row.deliveryStatus, courierId: row.courierId, eta: row.eta },
    cancelRequested: row.cancelRequested,
    cancelReason: row.cancelReason,
    change: toPendingChange(row.change),
    shortages: shortagesSchema.parse(row.shortages),
    confirmedAt: row.confirmedAt,
    packerId: row.packerId,
    bags: row.bags,
    deliveredAt: row.deliveredAt,
    rating: ratingSchema.nullable().parse(row.rating),
    placedAt: row.placedAt,
  };
}
