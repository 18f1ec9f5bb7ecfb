import { integer, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the inventory service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Expired holds that one transaction of the sweeper gives back. */
  INVENTORY_SWEEP_BATCH: integer(1, 1_000).default(100),
});

export type InventoryConfig = z.infer<typeof configSchema>;
