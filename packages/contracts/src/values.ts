import { z } from 'zod';

/** Values that several contexts' events share. Amounts are gross, in minor units of `currency` (rule 7 of the house). */

/** UUIDv7 in its canonical text form; opaque to whoever receives it. */
export const id = z.uuid();
/** Instant in ISO 8601, UTC. */
export const instant = z.iso.datetime();
/** ISO 4217 code, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** Minor units (cents); a safe integer, never negative. */
export const amount = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** Most pieces that an event tells of; the owners' own limits are lower. PostgreSQL's integer holds it. */
export const MAX_PIECES = 2_147_483_647;
/** Pieces of one product; every limit on it is the owner's. */
export const quantity = z.number().int().positive().max(MAX_PIECES);
/** Pieces of which there may be none. */
export const pieces = z.number().int().nonnegative().max(MAX_PIECES);
/** Tax rate in basis points: 1900 is 19 %. */
/** Years that whoever takes goods must be old; null: anybody may have them. */
export const ageLimit = z.number().int().min(1).max(99).nullable();

export const taxRate = z.number().int().min(0).max(10_000);

export const money = z.object({ amount, currency });

/** WGS 84, decimal degrees. */
export const point = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

/** A postal address as its owner wrote it, with the point that routing uses. */
export const address = z.object({
  lines: z.array(z.string()).min(1).max(3),
  city: z.string(),
  postcode: z.string(),
  country: z.string().length(2),
  location: point,
  instructions: z.string().nullable(),
});

export const productQuantity = z.object({ productId: id, quantity });

/** Everything of an order that is taxed at one rate: gross = net + tax, in minor units. */
const taxAtRate = z.object({ rate: taxRate, net: amount, tax: amount, gross: amount });

/** What the customer agreed to pay, each part in minor units; total = subtotal − discount + deliveryFee + tip. */
export const totals = z.object({
  currency,
  subtotal: amount,
  discount: amount,
  deliveryFee: amount,
  tip: amount,
  /** Tax contained in the gross amounts, shown but never added. */
  tax: amount,
  /** `tax` by rate, lowest first; empty in what is from before taxes were listed. */
  taxes: z.array(taxAtRate).max(200).default([]),
  /** Rate at which the delivery fee is taxed; null if it has the rates of the goods. */
  deliveryFeeTaxRate: taxRate.nullable().default(null),
  /** Rate at which the tip is taxed; null if it contains no tax. */
  tipTaxRate: taxRate.nullable().default(null),
  total: amount,
});

/** The window in which the order is promised at the door. */
export const promise = z.object({ from: instant, to: instant });

export type Address = z.infer<typeof address>;
export type Totals = z.infer<typeof totals>;
