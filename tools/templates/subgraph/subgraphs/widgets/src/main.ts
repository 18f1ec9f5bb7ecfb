import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startWidgets } from './subgraph.ts';

await runService(() => startWidgets(loadConfig(configSchema)));
