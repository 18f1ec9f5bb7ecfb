import { batchLoader } from '@nakku/graphql-kit';
import { createQuoteSigner } from '@nakku/quote';
import { type RunningService, startSubgraph } from '@nakku/service';
import { v7 } from 'uuid';
import type { CartConfig } from './config.ts';
import { projectionHandlers } from './events/catalogue.ts';
import { orderHandlers } from './events/orders.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { CartService } from './service.ts';
import { loadCarts } from './store/carts.ts';

/** Starts the cart subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startCart(config: CartConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'cart',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ db, platform, live, durations }) => {
      const service: CartService = {
        db,
        platform,
        live,
        durations,
        config,
        quotes: createQuoteSigner({ privateJwk: config.CART_QUOTE_PRIVATE_JWK }),
        now: () => new Date(),
        newId: () => v7(),
      };
      return {
        resolvers: resolvers(service),
        consumer: { ...projectionHandlers, ...orderHandlers },
        context: () => ({
          carts: batchLoader(
            (ids) => loadCarts(db, ids),
            (cart) => cart.id,
          ),
        }),
      };
    },
  });
}
