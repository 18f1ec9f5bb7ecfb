import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startLocations } from './service.ts';

await runService(() => startLocations(loadConfig(configSchema)));
