import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startOrders } from './service.ts';

await runService(() => startOrders(loadConfig(configSchema)));
