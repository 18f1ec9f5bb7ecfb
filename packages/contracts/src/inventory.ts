import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { address, amount, currency, id, instant, MAX_PIECES, pieces, productQuantity } from './values.ts';

/** Minutes after local midnight; `closes` may be 1440. A day without an entry is closed. Monday is 1. */
const openingHours = z.object({
  weekday: z.number().int().min(1).max(7),
  opens: z.number().int().min(0).max(1439),
  closes: z.number().int().min(1).max(1440),
});

const store = z.object({
  storeId: id,
  name: z.string(),
  address,
  /** How far the store delivers, as the crow flies. */
  radiusMeters: z.number().int().positive(),
  timeZone: z.string(),
  openingHours: z.array(openingHours),
  /** Days on which the store stays closed, in its time zone; events from before it existed have none. */
  closedDates: z.array(z.iso.date()).optional(),
  deliveryFee: amount,
  /** Subtotal from which delivery is free; null: never. */
  freeDeliveryFrom: amount.nullable(),
  /** Smallest subtotal that can be ordered; null or missing: any. */
  minimumOrder: amount.nullable().optional(),
  currency,
  /** CLOSED is for good. */
  status: z.enum(['OPEN', 'CLOSED']),
  /** An open store that takes no orders for now. */
  isPaused: z.boolean().optional(),
});

/** What can be sold; negative after a count found less than was reserved. */
const available = z.number().int().min(-MAX_PIECES).max(MAX_PIECES);

const stock = z.object({
  stockItemId: id,
  storeId: id,
  productId: id,
  onHand: pieces,
  reserved: pieces,
  available,
  threshold: pieces,
  at: instant,
});

const storeState = z.object({ store, at: instant });

/** Keyed by the store's or the stock item's id; full state, compacted. */
export const inventory = contractsOf('inventory', {
  'store.created': storeState,
  'store.updated': storeState,
  'store.closed': storeState,
  'inventory.updated': stock,
  'inventory.low_stock': stock,
  'inventory.out_of_stock': stock,
  'inventory.back_in_stock': stock,
});

const reservation = z.object({
  orderId: id,
  storeId: id,
  lines: z.array(productQuantity),
  at: instant,
});

const substitute = z.object({
  orderId: id,
  storeId: id,
  substitutionId: id,
  ...productQuantity.shape,
  at: instant,
});

/** What the order holds after a change that its customer wants. */
const orderChange = z.object({ orderId: id, storeId: id, changeId: id, at: instant });

const shortages = z.array(z.object({ productId: id, requested: pieces, available }));

/** Keyed by the order's id with inventory's own counter per order. */
export const reservations = contractsOf('reservations', {
  /**
   * `lines` are held until `expiresAt`, or for good once the order is confirmed (null). `shortages` are products of which the
   * store had fewer pieces than were ordered: what it had is among the lines.
   */
  'inventory.reserved': reservation.extend({
    expiresAt: instant.nullable(),
    shortages: shortages.optional(),
  }),
  /** Nothing is held. */
  'inventory.reservation_rejected': reservation.extend({
    reason: z.enum(['OUT_OF_STOCK', 'UNKNOWN_STORE', 'STOCK_LOST']),
    shortages,
  }),
  'inventory.released': reservation,
  'inventory.committed': reservation,
  /** Pieces of the product that a customer chose instead of another are held for the order. */
  'inventory.substitute_reserved': substitute,
  /** The store has too few of them; nothing more is held. */
  'inventory.substitute_rejected': substitute,
  /** Everything that a change of an order needs is held. */
  'inventory.change_reserved': orderChange,
  /** The store has too little for a change of an order; it holds what it held before. */
  'inventory.change_rejected': orderChange.extend({ shortages }),
});

export type StoreState = z.infer<typeof store>;
export type StockState = z.infer<typeof stock>;
