import { loadConfig, runService } from '@nakku/service';
import { configSchema } from './config.ts';
import { startProducts } from './service.ts';

await runService(() => startProducts(loadConfig(configSchema)));
