import { createQuoteSigner } from '@nakku/quote';
import { type RunningService, startSubgraph } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { cartTimes } from './config.ts';
import type { CartConfig } from './config.ts';
import { inventoryHandlers } from './events/consume/inventory.ts';
import { orderHandlers } from './events/consume/orders.ts';
import { productHandlers } from './events/consume/products.ts';
import { userHandlers } from './events/consume/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { endIdleCartsJob } from './jobs/endIdleCarts.ts';
import { measured } from './metrics.ts';

/** Starts the cart subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startCart(config: CartConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'cart',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: ({ deps: base, liveDb }) => {
      const deps: Deps = {
        ...base,
        liveReads: liveReadsOf(liveDb),
        times: cartTimes[config.DURATIONS_PROFILE],
        config,
        taxRule: {
          deliveryFeeTaxRate: config.CART_DELIVERY_FEE_TAX_RATE ?? null,
          tipTaxRate: config.CART_TIP_TAX_RATE ?? null,
        },
        quotes: createQuoteSigner({ privateJwk: config.CART_QUOTE_PRIVATE_JWK }),
      };
      return {
        resolvers,
        measured,
        consumer: { ...productHandlers, ...inventoryHandlers, ...userHandlers, ...orderHandlers(deps) },
        jobs: [endIdleCartsJob(deps)],
        context: ({ isLive }) => contextOf(isLive ? { ...deps, db: liveDb } : deps),
      };
    },
  });
}
