import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startNotifications } from './service.ts';

await runService(() => startNotifications(loadConfig(configSchema)));
