import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startDelivery } from './service.ts';

await runService(() => startDelivery(loadConfig(configSchema)));
