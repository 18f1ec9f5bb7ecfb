import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startPayments } from './service.ts';

await runService(() => startPayments(loadConfig(configSchema)));
