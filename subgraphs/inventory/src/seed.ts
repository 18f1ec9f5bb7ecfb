import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from './config.ts';
import { seedDemoStock } from './demoStock.ts';
import { PrismaClient } from './generated/prisma/client.ts';

await runSeed({
  name: 'inventory',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ db, platform }) => {
    const { stores, stockItems } = await seedDemoStock(db, platform);
    return `${stores} stores and ${stockItems} stock items`;
  },
});
