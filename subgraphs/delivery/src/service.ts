import { type RunningService, startSubgraph } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import { deliveryTimes } from './config.ts';
import type { DeliveryConfig } from './config.ts';
import { ordersHandlers } from './events/consume/orders.ts';
import { usersHandlers } from './events/consume/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createDispatcher } from './jobs/dispatcher.ts';
import { createDispatchSignal } from './jobs/dispatchSignal.ts';
import { createAnonymiser } from './jobs/anonymiseDeliveries.ts';
import { createTrackPruner } from './jobs/pruneTrack.ts';
import { measured } from './metrics.ts';
import { createCourierPositions } from './ports/redis/courierPositions.ts';

/** Starts the delivery subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startDelivery(config: DeliveryConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'delivery',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, db, liveDb, live, redis }) {
      const times = deliveryTimes[config.DURATIONS_PROFILE];
      const { pace } = times;
      const dispatchSignal = createDispatchSignal(live);
      const deps: Deps = {
        ...base,
        liveReads: liveReadsOf(liveDb),
        dispatchSignal,
        positions: createCourierPositions({ redis, db }),
        times,
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
        dispatchRules: {
          quickRounds: config.DELIVERY_OFFER_ROUNDS,
          pace: pace.usual,
          maxOfferMeters: config.DELIVERY_MAX_OFFER_METERS,
        },
        handoverRules: {
          withinMeters: config.DELIVERY_HANDOVER_METERS,
          speed: config.DELIVERY_HANDOVER_SPEED_M_S * pace.fastest,
        },
        absentWaitMs: Math.round(config.DELIVERY_ABSENT_WAIT_MS / pace.usual),
      };
      return {
        resolvers,
        measured,
        consumer: { ...ordersHandlers(deps), ...usersHandlers(deps) },
        jobs: [createDispatcher(deps, dispatchSignal), createTrackPruner(deps), createAnonymiser(deps)],
        context: (base) => contextOf(base.isLive ? { ...deps, db: liveDb } : deps)(base),
        onStop: () => dispatchSignal.close(),
      };
    },
  });
}
