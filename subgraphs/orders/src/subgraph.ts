import { createQuoteVerifier } from '@nakku/quote';
import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { OrdersConfig } from './config.ts';
import { deadlineHandlers } from './events/deadlines.ts';
import { deliveryHandlers } from './events/delivery.ts';
import { createFollow } from './events/follow.ts';
import { paymentHandlers } from './events/payments.ts';
import { reservationHandlers } from './events/reservations.ts';
import { stuckGauge } from './events/stuckGauge.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { loadersOf } from './graphql/context.ts';
import type { OrdersServices } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';

/** Starts the orders service. */
export function startOrders(config: OrdersConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'orders',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ db, platform, live, durations }) {
      const now = () => new Date();
      const times = durations.orders;
      const { livePollMs, livePollWithoutHintsMs } = durations.platform;
      const services: OrdersServices = {
        db,
        platform,
        live,
        poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
        quotes: createQuoteVerifier({ publicJwks: config.CART_QUOTE_PUBLIC_JWKS }),
        times,
        now,
      };
      const follow = createFollow({ now, times });
      return {
        resolvers,
        consumer: { ...reservationHandlers(follow), ...paymentHandlers(follow), ...deliveryHandlers(follow) },
        deadlines: deadlineHandlers(follow, now),
        jobs: [stuckGauge(db, config.ORDERS_STUCK_COUNT_EVERY_MS)],
        context: () => ({ ...services, loaders: loadersOf(db) }),
      };
    },
  });
}
