import { batchLoader } from '@nakku/graphql-kit';
import { type RunningService, startSubgraph } from '@nakku/service';
import { v7 } from 'uuid';
import type { WidgetsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { WidgetsService } from './service.ts';
import { loadWidgets } from './store/widgets.ts';

/** Starts the widgets subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startWidgets(config: WidgetsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'widgets',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ db, platform, live, durations }) => {
      const service: WidgetsService = {
        db,
        platform,
        live,
        durations,
        now: () => new Date(),
        newId: () => v7(),
      };
      return {
        resolvers: resolvers(service),
        context: () => ({
          widgets: batchLoader(
            (ids) => loadWidgets(db, ids),
            (widget) => widget.id,
          ),
        }),
      };
    },
  });
}
