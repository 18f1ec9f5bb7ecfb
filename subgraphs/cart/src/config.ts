import { privateJwkSchema } from '@nakku/identity';
import { integer, json, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the cart service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Ed25519 key that signs checkout quotes; orders knows the public half. */
  CART_QUOTE_PRIVATE_JWK: json(privateJwkSchema),
  CART_MAX_LINES: integer(1, 100).default(100),
  CART_MAX_PER_CUSTOMER: integer(1, 100).default(20),
  /** What a promise counts for packing, before the ride. */
  CART_PROMISE_PACKING_MS: integer(0, 3_600_000).default(600_000),
  /** Width of the promised window. */
  CART_PROMISE_WINDOW_MS: integer(60_000, 7_200_000).default(900_000),
  /** Speed of a courier along the streets, in centimetres per second. */
  CART_COURIER_SPEED_CM_S: integer(50, 3_000).default(450),
});

export type CartConfig = z.infer<typeof configSchema>;
