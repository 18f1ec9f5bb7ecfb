import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from './config.ts';
import { seedCatalogue } from './demoCatalogue.ts';
import { PrismaClient } from './generated/prisma/client.ts';

await runSeed({
  name: 'products',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ events }) => {
    const { categories, products } = await seedCatalogue(events);
    return `${categories} categories and ${products} products`;
  },
});
