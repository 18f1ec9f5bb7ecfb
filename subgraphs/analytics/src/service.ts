import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import type { AnalyticsConfig } from './config.ts';
import { rollupHandlers } from './events/consume/rollupHandlers.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { measured } from './metrics.ts';
import { createCatchUp } from './jobs/catchUp.ts';
import { createSweeper } from './jobs/sweepRollups.ts';

/** Starts the analytics service. @throws Error if the database cannot be reached or the port is taken. */
export function startAnalytics(config: AnalyticsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'analytics',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, liveDb }) {
      const deps: Deps = { ...base, liveReads: liveReadsOf(liveDb, base.now), config };
      return {
        resolvers,
        measured,
        consumer: rollupHandlers(deps),
        jobs: [createCatchUp(deps), createSweeper(deps)],
        context: (base) => contextOf(base.isLive ? { ...deps, db: liveDb } : deps),
      };
    },
  });
}
