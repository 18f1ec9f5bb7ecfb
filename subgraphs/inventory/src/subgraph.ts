import { type RunningService, startSubgraph } from '@nakku/service';
import type { InventoryConfig } from './config.ts';
import { stockMetrics } from './events/metrics.ts';
import { ordersConsumer } from './events/orders.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { sweepExpiredHolds } from './sweep.ts';

/** Starts the inventory subgraph. */
export function startInventory(config: InventoryConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'inventory',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ name, db, platform, live, durations, log }) {
      const metrics = stockMetrics(name);
      const { holdMs, holdSweepMs } = durations.inventory;
      return {
        resolvers,
        consumer: ordersConsumer({ holdMs, metrics, log }),
        jobs: [
          {
            name: 'sweep-expired-holds',
            everyMs: holdSweepMs,
            run: (signal) =>
              sweepExpiredHolds({ platform, batch: config.INVENTORY_SWEEP_BATCH, metrics, signal }),
          },
        ],
        context: () => contextOf({ db, platform, live, times: durations.platform }),
      };
    },
  });
}
