import { type RunningService, startSubgraph } from '@nakku/service';
import { v7 as uuidv7 } from 'uuid';
import type { ProductsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { measured } from './metrics.ts';

/** Starts the products subgraph. It follows no other context. */
export function startProducts(config: ProductsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'products',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ db, platform }) => {
      const deps = { db, platform, now: () => new Date(), newId: () => uuidv7() };
      return { resolvers, measured, context: () => contextOf(deps) };
    },
  });
}
