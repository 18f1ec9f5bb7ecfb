import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startWidgets } from './service.ts';

await runService(() => startWidgets(loadConfig(configSchema)));
