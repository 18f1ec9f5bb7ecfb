import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from './app/deps.ts';
import type { NotificationsConfig } from './config.ts';
import { deliveryHandlers } from './events/consume/delivery.ts';
import { ordersHandlers } from './events/consume/orders.ts';
import { paymentsHandlers } from './events/consume/payments.ts';
import { usersHandlers } from './events/consume/users.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { liveReadsOf } from './graphql/liveReads.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createPruner } from './jobs/pruneNotifications.ts';
import { measured } from './metrics.ts';

/** Starts the notifications service. @throws Error if the database cannot be reached or the port is taken. */
export function startNotifications(config: NotificationsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'notifications',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ db, liveDb, platform, live, poll }) {
      const deps: Deps = {
        db,
        platform,
        live,
        liveReads: liveReadsOf(liveDb),
        poll,
        config,
        now: () => new Date(),
        newId: uuidv7,
      };
      return {
        resolvers,
        measured,
        consumer: {
          ...ordersHandlers(deps),
          ...deliveryHandlers(deps),
          ...paymentsHandlers(deps),
          ...usersHandlers(deps),
        },
        jobs: [createPruner(deps)],
        context: (base) => contextOf(base.isLive ? { ...deps, db: liveDb } : deps),
      };
    },
  });
}
