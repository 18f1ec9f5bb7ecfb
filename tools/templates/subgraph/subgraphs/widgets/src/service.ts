import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { WidgetsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';

/** Starts the widgets service. @throws Error if the database cannot be reached or the port is taken. */
export function startWidgets(config: WidgetsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'widgets',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ deps }) => ({ resolvers, context: () => contextOf(deps) }),
  });
}
