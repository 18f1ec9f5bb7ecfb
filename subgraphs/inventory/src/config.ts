import { integer, subgraphEnv } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';

/** Environment of the inventory service. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Expired holds that one transaction of the sweeper gives back. */
  INVENTORY_SWEEP_BATCH: integer(1, 1_000).default(100),
});

export type InventoryConfig = z.infer<typeof configSchema>;

/** Times of inventory, in milliseconds. */
export interface InventoryTimes {
  /** Life of a hold; longer than all deadlines of orders before CONFIRMED together. */
  readonly holdMs: number;
  /** Expired holds stop counting at once; their rows are swept this often. */
  readonly holdSweepMs: number;
}

const production: InventoryTimes = { holdMs: 1_200_000, holdSweepMs: 15_000 };

/** By profile; the demo keeps the times of production. */
export const inventoryTimes: Readonly<Record<DurationsProfile, InventoryTimes>> = {
  production,
  demo: production,
  test: { holdMs: 70_000, holdSweepMs: 500 },
};
