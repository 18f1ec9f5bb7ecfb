import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startInventory } from './subgraph.ts';

await runService(() => startInventory(loadConfig(configSchema)));
