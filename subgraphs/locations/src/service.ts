import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import type { Deps } from './app/deps.ts';
import type { LocationsConfig } from './config.ts';
import { inventoryHandlers } from './events/consume/inventory.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { measured } from './metrics.ts';
import { localGazetteer } from './ports/postgres/localGazetteer.ts';

/** Starts the locations service. @throws Error if the database cannot be reached or the port is taken. */
export function startLocations(config: LocationsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'locations',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ deps: base, db }) {
      const deps: Deps = {
        ...base,
        gazetteer: localGazetteer(db),
        promise: {
          packingMs: config.LOCATIONS_PROMISE_PACKING_MS,
          stopMs: config.LOCATIONS_PROMISE_STOP_MS,
          windowMs: config.LOCATIONS_PROMISE_WINDOW_MS,
          metersPerSecond: config.LOCATIONS_COURIER_SPEED_CM_S / 100,
        },
      };
      return { resolvers, measured, consumer: inventoryHandlers, context: () => contextOf(deps) };
    },
  });
}
