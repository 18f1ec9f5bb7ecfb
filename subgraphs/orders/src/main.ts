import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startOrders } from './subgraph.ts';

await runService(() => startOrders(loadConfig(configSchema)));
