import { type RunningService, startSubgraph } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { inventoryTimes } from './config.ts';
import type { InventoryConfig } from './config.ts';
import { orderHandlers } from './events/consume/orders.ts';
import { productHandlers } from './events/consume/products.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { sweepExpiredHoldsJob } from './jobs/sweepExpiredHolds.ts';
import { measured } from './metrics.ts';

/** Starts the inventory subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startInventory(config: InventoryConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'inventory',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, liveDb, log }) {
      const deps: Deps = {
        ...base,
        liveReads: liveReadsOf(liveDb),
        times: inventoryTimes[config.DURATIONS_PROFILE],
        config,
        log,
      };
      return {
        resolvers,
        measured,
        consumer: { ...orderHandlers(deps), ...productHandlers },
        jobs: [sweepExpiredHoldsJob(deps)],
        context: ({ isLive }) => contextOf(isLive ? { ...deps, db: liveDb } : deps),
      };
    },
  });
}
