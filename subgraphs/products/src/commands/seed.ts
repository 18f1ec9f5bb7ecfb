import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { seedCatalogue } from './seedCatalogue.ts';

await runSeed({
  name: 'products',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => {
    const { categories, products } = await seedCatalogue({ platform });
    return `${categories} categories and ${products} products`;
  },
});
