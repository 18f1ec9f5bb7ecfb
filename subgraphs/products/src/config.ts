import { integer, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** Environment of the products service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** How often search documents that are out of date are looked for. */
  PRODUCTS_INDEX_EVERY_MS: integer(100, DAY_MS).default(5_000),
  /** How often the search counts in how many products each word is. */
  PRODUCTS_COUNT_WORDS_EVERY_MS: integer(1_000, DAY_MS).default(900_000),
});

export type ProductsConfig = z.infer<typeof configSchema>;
