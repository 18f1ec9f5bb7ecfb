import { jwksSchema } from '@nakku/identity';
import { integer, json, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the orders service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Public keys of cart, which signs checkout quotes. */
  CART_QUOTE_PUBLIC_JWKS: json(jwksSchema),
  /** How often the orders on the operators' list are counted for `orders_stuck`. */
  ORDERS_STUCK_COUNT_EVERY_MS: integer(100, 600_000).default(10_000),
  /** How often ended orders of erased customers are looked for, to be anonymised. */
  ORDERS_ANONYMISE_EVERY_MS: integer(100, 86_400_000).default(600_000),
  /** Orders of one customer that have not reached a final status. */
  ORDERS_MAX_OPEN_PER_CUSTOMER: integer(1, 1_000).default(50),
  /** Those among them that are neither paid nor authorised by card. */
  ORDERS_MAX_UNPAID_PER_CUSTOMER: integer(1, 1_000).default(5),
});

export type OrdersConfig = z.infer<typeof configSchema>;
