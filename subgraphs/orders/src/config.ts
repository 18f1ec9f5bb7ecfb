import { jwksSchema } from '@nakku/identity';
import { integer, json, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the orders service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Public keys of cart, which signs checkout quotes. */
  CART_QUOTE_PUBLIC_JWKS: json(jwksSchema),
  /** How often the orders on the operator's list are counted for `orders_stuck`. */
  ORDERS_STUCK_COUNT_EVERY_MS: integer(100, 600_000).default(10_000),
});

export type OrdersConfig = z.infer<typeof configSchema>;
