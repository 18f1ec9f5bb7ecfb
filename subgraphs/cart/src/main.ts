import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startCart } from './service.ts';

await runService(() => startCart(loadConfig(configSchema)));
