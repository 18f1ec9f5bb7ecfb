import { standardJourney } from '@nakku/geo';
import { privateJwkSchema } from '@nakku/identity';
import { integer, json, subgraphEnv } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** Environment of the cart service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Ed25519 key that signs checkout quotes; orders knows the public half. */
  CART_QUOTE_PRIVATE_JWK: json(privateJwkSchema),
  CART_MAX_LINES: integer(1, 100).default(100),
  CART_MAX_PER_CUSTOMER: integer(1, 100).default(20),
  /** Carts of guests that one network address (an IPv6 address: its /64) may have at a time. */
  CART_MAX_GUEST_CARTS_PER_ADDRESS: integer(1, 10_000_000).default(1_000),
  /** A guest's cart that nobody has changed for so long ends. */
  CART_GUEST_MAX_AGE_MS: integer(1_000, 365 * DAY_MS).default(30 * DAY_MS),
  /** Promotions that may run at a time: each cart is priced by all of them. */
  CART_MAX_PROMOTIONS: integer(1, 1_000).default(100),
  CART_MAX_COUPONS_PER_PROMOTION: integer(1, 10_000_000).default(200_000),
  /** Wrong coupon codes that one customer, or one network address of guests, may enter in a window. */
  CART_MAX_WRONG_COUPONS: integer(1, 1_000).default(20),
  CART_WRONG_COUPONS_WINDOW_MS: integer(1_000, DAY_MS).default(3_600_000),
  /** What a discount leaves to pay at least, in minor units: providers charge no less. */
  CART_MIN_DISCOUNTED_TOTAL: integer(0, 1_000_000).default(50),
  /** How often idle carts are looked for, and how many one transaction ends. */
  CART_SWEEP_EVERY_MS: integer(100, DAY_MS).default(60_000),
  CART_SWEEP_BATCH: integer(1, 1_000).default(100),
  /** What a promise counts for packing, before the ride; delivery's ETA counts the same. */
  CART_PROMISE_PACKING_MS: integer(0, 3_600_000).default(standardJourney.packingMs),
  /** What a promise counts for each stop, at the store and at the door. */
  CART_PROMISE_STOP_MS: integer(0, 3_600_000).default(standardJourney.stopMs),
  /** Width of the promised window. */
  CART_PROMISE_WINDOW_MS: integer(60_000, 7_200_000).default(900_000),
  /** Speed of a courier along the streets, in centimetres per second. */
  CART_COURIER_SPEED_CM_S: integer(50, 3_000).default(standardJourney.metersPerSecond * 100),
  /** Tax rate of the delivery fee in basis points; not given: the fee has the rates of the goods (docs/adr/0022). */
  CART_DELIVERY_FEE_TAX_RATE: integer(0, 10_000).optional(),
  /** Tax rate of the tip in basis points; not given: the tip is the courier's and contains no tax. */
  CART_TIP_TAX_RATE: integer(0, 10_000).optional(),
});

export type CartConfig = z.infer<typeof configSchema>;

/** Times of cart, in milliseconds. */
export interface CartTimes {
  /** Life of a signed quote. */
  readonly quoteMs: number;
}

/** The demo keeps the times of production; tests have a sixtieth. */
export const cartTimes: Readonly<Record<DurationsProfile, CartTimes>> = {
  production: { quoteMs: 300_000 },
  demo: { quoteMs: 300_000 },
  test: { quoteMs: 5_000 },
};
