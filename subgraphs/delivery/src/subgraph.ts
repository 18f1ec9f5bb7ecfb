import { durations, type RunningService, startSubgraph } from '@nakku/service';
import type { DeliveryConfig } from './config.ts';
import { createDispatcher } from './dispatch/dispatcher.ts';
import { createDispatchWake } from './dispatch/wake.ts';
import { paceOf } from './domain/pace.ts';
import { ordersHandlers } from './events/orders.ts';
import { usersHandlers } from './events/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/loaders.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { DeliveryService } from './service.ts';
import { createPositions, pruneTrack } from './store/positions.ts';

const pruneEveryMs = 600_000;

/** Starts the delivery subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startDelivery(config: DeliveryConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'delivery',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ db, platform, live, redis, durations: times }) {
      const pace = paceOf(times.simulator, durations('production').simulator);
      const wake = createDispatchWake(live);
      const positions = createPositions({ redis, sql: db });
      const service: DeliveryService = {
        db,
        platform,
        live,
        wake,
        positions,
        durations: times,
        config,
        etaRules: {
          pace: pace.usual,
          stopMs: config.DELIVERY_STOP_MS,
          packingMs: config.DELIVERY_PACKING_ESTIMATE_MS,
        },
        positionRules: {
          plausibleSpeed: config.DELIVERY_PLAUSIBLE_SPEED_M_S * pace.fastest,
          trackMeters: config.DELIVERY_TRACK_METERS,
          trackMs: config.DELIVERY_TRACK_MS,
        },
        now: () => new Date(),
      };
      const dispatcher = createDispatcher({
        db,
        positions,
        live,
        wake,
        rules: { quickRounds: config.DELIVERY_OFFER_ROUNDS, pace: pace.usual },
        batch: config.DELIVERY_DISPATCH_BATCH,
        pollMs: config.DELIVERY_DISPATCH_POLL_MS,
        offerLeaseMs: times.delivery.offerLeaseMs,
        roundPauseMs: times.delivery.offerRoundMs,
        positionStaleMs: times.delivery.positionStaleMs,
      });
      return {
        resolvers,
        consumer: {
          ...ordersHandlers({ offersFrom: config.DELIVERY_OFFERS_FROM, queued: () => wake.soon() }),
          ...usersHandlers(),
        },
        jobs: [
          dispatcher,
          {
            name: 'prune track',
            everyMs: pruneEveryMs,
            run: async () => void (await pruneTrack(db, config.DELIVERY_TRACK_RETENTION_DAYS)),
          },
        ],
        context: (base) => contextOf(service, base),
        onStop: () => wake.close(),
      };
    },
  });
}
