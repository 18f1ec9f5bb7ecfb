import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startInventory } from './service.ts';

await runService(() => startInventory(loadConfig(configSchema)));
