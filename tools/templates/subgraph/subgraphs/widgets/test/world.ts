import { loadConfig } from '@nakku/service';
import { type SubgraphClient, type TestWorld, testWorld } from '@nakku/testkit';
import { configSchema } from '../src/config.ts';
import { startWidgets } from '../src/subgraph.ts';

/** A running widgets service with a database of its own. */
export interface WidgetsWorld {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  stop(): Promise<void>;
}

export async function startWidgetsWorld(): Promise<WidgetsWorld> {
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
