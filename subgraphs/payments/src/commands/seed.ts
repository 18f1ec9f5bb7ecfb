import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { seedDemoMethods } from './seedDemoMethods.ts';

await runSeed({
  name: 'payments',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => `${await platform.transaction((tx) => seedDemoMethods(tx))} payment methods`,
});
