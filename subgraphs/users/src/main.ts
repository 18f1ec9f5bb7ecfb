import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startUsers } from './service.ts';

await runService(() => startUsers(loadConfig(configSchema)));
