import { startSubgraph } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from './app/deps.ts';
import type { LocationsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { localGazetteer } from './ports/postgres/localGazetteer.ts';

/** Starts the locations service. @throws Error if the database cannot be reached or the port is taken. */
export function startLocations(config: LocationsConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'locations',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build({ db, platform }) {
      const deps: Deps = {
        db,
        platform,
        gazetteer: localGazetteer(db),
        now: () => new Date(),
        newId: () => uuidv7(),
      };
      return { resolvers, context: () => contextOf(deps) };
    },
  });
}
