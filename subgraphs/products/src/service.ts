import { type RunningService, startSubgraph } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import type { ProductsConfig } from './config.ts';
import { inventoryHandlers } from './events/consume/inventory.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { deadlineHandlers } from './jobs/deadlines.ts';
import { countVocabularyJob, indexSearchJob } from './jobs/indexSearch.ts';
import { measured } from './metrics.ts';
import { postgresSearch } from './store/search/postgresSearch.ts';

/** Starts the products subgraph. It follows inventory alone, for the stock of stores. */
export function startProducts(config: ProductsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'products',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ deps: base, db }) => {
      const deps: Deps = {
        ...base,
        config,
        search: postgresSearch(db),
      };
      return {
        resolvers,
        measured,
        consumer: inventoryHandlers,
        deadlines: deadlineHandlers(deps),
        jobs: [indexSearchJob(deps), countVocabularyJob(deps)],
        context: () => contextOf(deps),
      };
    },
  });
}
