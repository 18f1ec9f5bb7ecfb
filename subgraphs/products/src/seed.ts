import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from './config.ts';
import { seedCatalogue } from './demoCatalogue.ts';
import { PrismaClient } from './generated/prisma/client.ts';

await runSeed({
  name: 'products',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => {
    const { categories, products } = await seedCatalogue(platform);
    return `${categories} categories and ${products} products`;
  },
});
