import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startAnalytics } from './service.ts';

await runService(() => startAnalytics(loadConfig(configSchema)));
