import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startUsers } from './subgraph.ts';

await runService(() => startUsers(loadConfig(configSchema)));
