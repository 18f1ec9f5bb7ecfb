import { z } from 'zod';
import { contractsOf } from './contract.ts';
import {
  address,
  ageLimit,
  amount,
  currency,
  id,
  instant,
  pieces,
  productQuantity,
  promise,
  quantity,
  totals,
} from './values.ts';
import { handover, checkoutOptions } from './checkoutOptions.ts';
import { discounts } from './discounts.ts';
import { orderLine } from './orderLine.ts';

/** States of an order; domain.md has the transition table. */
export const orderStatus = z.enum([
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
]);

export const cancelReason = z.enum([
  'CUSTOMER_REQUEST',
  'STAFF_REQUEST',
  'OUT_OF_STOCK',
  'STOCK_LOST',
  'RESERVATION_TIMEOUT',
  'PAYMENT_TIMEOUT',
  'STORE_TIMEOUT',
  'NO_COURIER',
  'STORE_UNAVAILABLE',
]);

/** Why a change that a customer wanted was not made: what was reserved for it is released. */
export const changeRefusal = z.enum([
  'OUT_OF_STOCK',
  'PAYMENT_FAILED',
  'PACKING_STARTED',
  'CANCELLED',
  'TIMED_OUT',
]);

/** What customers say of an order in a word. */
export const ratingTag = z.enum([
  'FRESH',
  'WELL_PACKED',
  'FAST',
  'FRIENDLY',
  'LATE',
  'INCOMPLETE',
  'POOR_QUALITY',
  'UNFRIENDLY',
]);

/** What is wrong with a delivered line; each is a reason of a refund, too. */
export const issueKind = z.enum(['MISSING', 'DAMAGED', 'WRONG_ITEM', 'EXPIRED']);

/** What a customer reported about lines of an order, each with what its pieces cost, in minor units. */
const issue = z.object({
  issueId: id,
  kind: issueKind,
  lines: z
    .array(z.object({ orderLineId: id, productId: id, quantity, amount }))
    .min(1)
    .max(100),
  currency,
  /** What is given back; 0 for nothing. The sum of the lines, otherwise. */
  refund: amount,
});

/** From 1, the worst, to 5. */
const stars = z.number().int().min(1).max(5);

const base = z.object({
  orderId: id,
  orderNumber: z.string(),
  customerId: id,
  storeId: id,
  cartId: id,
  status: orderStatus,
  at: instant,
});

/** What an order costs, and what of it each line is. */
const amounts = {
  totals,
  lines: z.array(z.object({ lineId: id, orderLineId: id, productId: id, quantity: pieces, total: amount })),
};

/** Pieces of a line for which the customer may get another product. */
const substitution = { substitutionId: id, lineId: id, orderLineId: id, productId: id, quantity };

/** The store at which a courier collects the goods, or the customer does. */
export const pickup = z.object({ storeId: id, name: z.string(), address });

/** Cash is taken by hand, so somebody must be at the door: one rule for whoever places an order and whoever books it. */
export function acceptsCash(of: z.infer<typeof handover>): boolean {
  return of !== 'LEFT_AT_DOOR';
}

/** An age is checked face to face: goods with a limit are never left at the door. */
export function acceptsAgeLimit(of: z.infer<typeof handover>): boolean {
  return of !== 'LEFT_AT_DOOR';
}

export const orders = contractsOf('orders', {
  'order.created': base.extend({
    quoteId: id,
    cartOrderNo: z.number().int().positive(),
    /** `orderLineId` is the line of the order, by which clients and refunds know it. */
    lines: z
      .array(orderLine.extend({ orderLineId: id.optional() }))
      .min(1)
      .max(100),
    totals,
    discounts,
    paymentMethodId: id,
    pickup,
    dropoff: address,
    promise,
    ...checkoutOptions.shape,
  }),
  /** Asks payments to authorise `amount`. */
  'order.reserved': base.extend({ amount, currency, paymentMethodId: id }),
  /** Makes the hold permanent, schedules the delivery, empties the cart of what was ordered. */
  'order.confirmed': base.extend({
    lines: z.array(productQuantity),
    pickup,
    dropoff: address,
    handover,
    promise,
    /** The highest of the ordered products: the courier checks it at the door. Events from before it existed have none. */
    ageLimit: ageLimit.optional(),
  }),
  /**
   * The customer wants a change that needs more stock: asks inventory to hold `lines` for the order, all of them, in place of
   * what it holds now.
   */
  'order.change_requested': base.extend({ changeId: id, lines: z.array(productQuantity) }),
  /** Asks payments to hold `amount` for the order, in place of what it holds now. */
  'order.change_reserved': base.extend({ changeId: id, amount, currency }),
  /** The change will not be made: the order holds `lines` as before. */
  'order.change_closed': base.extend({
    changeId: id,
    reason: changeRefusal,
    lines: z.array(productQuantity),
  }),
  /** The customer changed the order before it was packed: what it consists of, costs and where it goes from here on. */
  'order.modified': base.extend({ ...amounts, dropoff: address, handover }),
  /** Pieces that a packer took from the shelf and put into the bag at once, by line. */
  'order.line_picked': base.extend({
    lines: z
      .array(z.object({ lineId: id, orderLineId: id, productId: id, quantity }))
      .min(1)
      .max(100),
  }),
  /** Pieces of a line that the customer will not get and does not pay. */
  'order.line_short': base.extend({
    lineId: id,
    productId: id,
    quantity,
    /** PLACEMENT: the books had too few, nothing was reserved. SHELF: they were reserved, and not on the shelf. */
    noticed: z.enum(['PLACEMENT', 'SHELF']),
  }),
  /** What the customer pays has changed, and what of it each line is; lines that nobody gets have an amount of 0. */
  'order.totals_changed': base.extend(amounts),
  /** A packer proposes other products for pieces that are not on the shelf; each costs at most what they would have. */
  'order.substitution_proposed': base.extend({
    ...substitution,
    proposals: z
      .array(z.object({ productId: id, name: z.string(), unitPrice: amount, total: amount }))
      .min(1)
      .max(3),
    /** What happens if the customer does not answer until `expiresAt`: the first proposal, or none. */
    onTimeout: z.enum(['SUBSTITUTE', 'REMOVE']),
    expiresAt: instant,
  }),
  /** The customer chose, or the time was over. Asks inventory to reserve the chosen product; null: the pieces are left out. */
  'order.substitution_answered': base.extend({
    ...substitution,
    answeredBy: z.enum(['CUSTOMER', 'TIMEOUT']),
    substituteProductId: id.nullable(),
  }),
  /** The chosen product is reserved: it is a line of the order from here on, and the pieces that it replaces are not there. */
  'order.line_substituted': base.extend({
    ...substitution,
    substitute: z.object({ orderLineId: id, productId: id, quantity, unitPrice: amount, total: amount }),
    ...amounts,
  }),
  /** `bags`: how many the courier gets; events from before it was noted have none. */
  'order.ready': base.extend({ bags: z.number().int().positive().optional() }),
  'order.picked_up': base.extend({ lines: z.array(productQuantity) }),
  'order.cancel_requested': base.extend({ reason: cancelReason }),
  'order.cancelled': base.extend({
    reason: cancelReason,
    /** Whether order.confirmed ever happened: only if not does the cart give the lines back. */
    wasConfirmed: z.boolean(),
    lines: z.array(productQuantity),
  }),
  'order.delivery_failed': base.extend({ reason: z.string() }),
  'order.returned': base.extend({ lines: z.array(productQuantity) }),
  'order.completed': base.extend({ amount, currency }),
  /** A customer rated a delivered order, or changed that rating: the newest counts. */
  'order.rated': base.extend({
    rating: z.object({ order: stars, courier: stars.nullable(), tags: z.array(ratingTag).max(8) }),
    /** Who brought the order; null if it is not known. */
    courierId: id.nullable(),
  }),
  /** `REFUND`: decided by rule, payments gives the money back. `CASE`: a person decides. */
  'order.issue_reported': base.extend({ issue, decision: z.enum(['REFUND', 'CASE']) }),
  /** A person decided a case. */
  'order.issue_resolved': base.extend({ issue, outcome: z.enum(['REFUNDED', 'REJECTED']), resolvedBy: id }),
  /** Any committed change without a type of its own: packing began, a cancel was asked or refused, a payment failed. */
  'order.updated': base.extend({
    change: z.enum([
      'PACKING_STARTED',
      'CANCEL_REFUSED',
      'PAYMENT_FAILED',
      'PAYMENT_ACTION_REQUIRED',
      'PAYMENT_STATUS',
      'DELIVERY_STATUS',
      'ETA',
    ]),
  }),
});

export type OrderStatus = z.infer<typeof orderStatus>;
export type ChangeRefusal = z.infer<typeof changeRefusal>;
export type CancelReason = z.infer<typeof cancelReason>;
export type IssueKind = z.infer<typeof issueKind>;
export type RatingTag = z.infer<typeof ratingTag>;
export type Pickup = z.infer<typeof pickup>;
