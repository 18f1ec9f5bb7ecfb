import { loadConfig } from '@nakku/service';
import { type SubgraphClient, type TestWorld, testWorld } from '@nakku/testkit';
import { configSchema } from '../src/config.ts';
import { startWidgets } from '../src/service.ts';

/** A running widgets service with a database of its own. */
export interface WidgetsHarness {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  stop(): Promise<void>;
}

export async function startWidgetsHarness(): Promise<WidgetsHarness> {
  const world = await testWorld('widgets');
  const service = await startWidgets(loadConfig(configSchema, world.env()));
  return {
    world,
    client: world.client(service),
    async stop() {
      await service.stop();
      await world.cleanup();
    },
  };
}
