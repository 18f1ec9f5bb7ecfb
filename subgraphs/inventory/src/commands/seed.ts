import { loadConfig, runSeed } from '@nakku/service';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../config.ts';
import { seedDemoStock } from './seedDemoStock.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

await runSeed({
  name: 'inventory',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => {
    const { stores, stockItems } = await seedDemoStock({ platform, newId: () => uuidv7() });
    return `${stores} stores and ${stockItems} stock items`;
  },
});
