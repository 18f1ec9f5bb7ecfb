import { ageLimitOf, checkoutOptions } from '@nakku/contracts';
import type {
  Address,
  CancelReason,
  DeliveryStatus,
  DeliveryTerms,
  Discount,
  OrderStatus,
  Pickup,
  CheckoutOptions,
} from '@nakku/contracts';
import type { Quote } from '@nakku/quote';
import type { PendingChange } from './pendingChange.ts';
import type { Line } from './lines.ts';
import type { Rating } from './rating.ts';
import type { OrderTotals } from './taxes.ts';

/** Status of the payment as far as orders knows; payments is the owner. */
export type PaymentStatus =
  | 'PENDING'
  | 'ACTION_REQUIRED'
  | 'FAILED'
  | 'AUTHORIZED'
  | 'CAPTURE_FAILED'
  | 'CAPTURE_OVERDUE'
  | 'CAPTURED'
  | 'VOIDED'
  | 'REFUNDED';

export type PaymentMethodKind = 'CARD' | 'CASH';

export interface Payment {
  readonly status: PaymentStatus;
  /** Null until a payment is authorised. */
  readonly method: PaymentMethodKind | null;
  /** Attempt that `status` is about; 0 before the first. */
  readonly attempt: number;
  /** Refunded so far, minor units. */
  readonly refunded: number;
}

export interface Delivery {
  /** Null until delivery has scheduled it. */
  readonly status: DeliveryStatus | null;
  /** User id of the courier whose delivery it is; null when it is nobody's. */
  readonly courierId: string | null;
  readonly eta: Date | null;
}

/** A product of which the store had fewer pieces than were ordered. */
export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** What changes during an order's life. */
export interface Progress {
  readonly status: OrderStatus;
  readonly payment: Payment;
  readonly delivery: Delivery;
  /** Reason of a cancel request that delivery has not decided yet. */
  readonly cancelRequested: CancelReason | null;
  /** Set exactly in CANCELLED. */
  readonly cancelReason: CancelReason | null;
  /** A change that waits for its stock or its payment; null in all but CONFIRMED. */
  readonly change: PendingChange | null;
  /** What the store did not have when stock was reserved; empty otherwise. */
  readonly shortages: readonly Shortage[];
  /** Null before CONFIRMED; kept afterwards. */
  readonly confirmedAt: Date | null;
  /** User who packs it; null before packing starts, and in orders from before it was noted. */
  readonly packerId: string | null;
  /** Bags that it fills; null until it is packed. */
  readonly bags: number | null;
  /** Set exactly in DELIVERED. */
  readonly deliveredAt: Date | null;
  /** What its customer says of it; null until it is rated. */
  readonly rating: Rating | null;
}

/** How many pieces of each product are missing. */
export function missingOf(shortages: readonly Shortage[]): Map<string, number> {
  return new Map(
    shortages.map(({ productId, requested, available }) => [productId, requested - Math.max(0, available)]),
  );
}

/** An order: what was agreed and how far it got; the checkout options are those of the signed quote. */
export interface Order extends Progress, CheckoutOptions {
  readonly id: string;
  /** For people, as `NK-000123`. */
  readonly number: string;
  /** Incremented on every change; sequence of the latest step and event. */
  readonly version: number;
  readonly cartId: string;
  readonly cartOrderNo: number;
  readonly customerId: string;
  readonly storeId: string;
  readonly paymentMethodId: string;
  /** What the customer pays now, in minor units. */
  readonly totals: OrderTotals;
  /** The total when the order was placed, or changed by its customer for the last time: nobody pays more. */
  readonly agreedTotal: number;
  readonly pickup: Pickup;
  readonly dropoff: Address;
  /** Null in orders from before quotes had them. */
  readonly deliveryTerms: DeliveryTerms | null;
  /** The promotions that made the discounts of its lines, or waived its delivery fee. */
  readonly discounts: readonly Discount[];
  /** Years, the highest of the ordered products, which the customer confirmed at checkout; null: none has a limit. */
  readonly ageLimit: number | null;
  readonly promise: { readonly from: Date; readonly to: Date };
  readonly placedAt: Date;
}

/** An order with its lines, as decisions need it. */
export interface WholeOrder extends Order {
  readonly lines: readonly Line[];
}

/** How far an order is when it has just been placed. */
export const placed: Progress = {
  status: 'PLACED',
  payment: { status: 'PENDING', method: null, attempt: 0, refunded: 0 },
  delivery: { status: null, courierId: null, eta: null },
  cancelRequested: null,
  cancelReason: null,
  change: null,
  shortages: [],
  confirmedAt: null,
  packerId: null,
  bags: null,
  deliveredAt: null,
  rating: null,
};

/** An order before the database has given it its number. */
export type DraftOrder = Omit<Order, 'number'>;

/** The order that a quote describes, just placed. */
export function orderFromQuote(
  quote: Quote,
  { id, paymentMethodId, placedAt }: Pick<Order, 'id' | 'paymentMethodId' | 'placedAt'>,
): DraftOrder {
  const { cartId, cartOrderNo, customerId, storeId, pickup, dropoff } = quote;
  const { taxes: _, ...totals } = quote.totals;
  return {
    ...placed,
    ...{ id, cartId, cartOrderNo, customerId, storeId, paymentMethodId },
    version: 1,
    ...{ totals, pickup, dropoff, deliveryTerms: quote.deliveryTerms ?? null },
    discounts: quote.discounts,
    agreedTotal: totals.total,
    ...checkoutOptions.parse(quote),
    ageLimit: ageLimitOf(quote.lines),
    promise: { from: new Date(quote.promise.from), to: new Date(quote.promise.to) },
    placedAt,
  };
}

/** The number as people say it. */
export function orderNumber(serial: number): string {
  return `NK-${String(serial).padStart(6, '0')}`;
}

/** The serial number in what a person typed: `NK-000123`, `nk123`, `123`; null if it is none. */
export function parseOrderNumber(text: string): number | null {
  const digits = /^(?:NK-?)?(\d{1,10})$/i.exec(text.trim())?.[1];
  const serial = Number(digits);
  return digits !== undefined && serial <= MAX_SERIAL ? serial : null;
}

/** Largest number that the database gives. */
const MAX_SERIAL = 2_147_483_647;

const ends: ReadonlySet<OrderStatus> = new Set(['DELIVERED', 'RETURNED', 'CANCELLED']);

/** Whether nothing more happens to an order but to its money. */
export function isEnd(status: OrderStatus): boolean {
  return ends.has(status);
}
