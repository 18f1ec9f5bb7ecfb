import { loadConfig } from '@nakku/service';
import { type SubgraphClient, type TestWorld, testWorld } from '@nakku/testkit';
import { configSchema } from '../src/config.ts';
import { startLocations } from '../src/service.ts';

/** A running locations service with a database of its own. */
export interface LocationsHarness {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  stop(): Promise<void>;
}

export async function startLocationsHarness(): Promise<LocationsHarness> {
  const world = await testWorld('locations');
  const service = await startLocations(loadConfig(configSchema, world.env()));
  return {
    world,
    client: world.client(service),
    async stop() {
      await service.stop();
      await world.cleanup();
    },
  };
}
