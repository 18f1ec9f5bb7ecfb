import { createPlatform } from '@nakku/messaging';
import { loadConfig } from '@nakku/service';
import { testWorld } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../src/app/deps.ts';
import { configSchema } from '../src/config.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startProducts } from '../src/service.ts';
import { postgresSearch } from '../src/store/search/postgresSearch.ts';

/** The running service with everything around it; `close` takes it all down. */
export async function startProductsHarness() {
  const world = await testWorld('products');
  const config = loadConfig(configSchema, world.env());
  const service = await startProducts(config);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 8 });
  const db = new PrismaClient({ adapter: new PrismaPg(pool) });
  // A second process of the same database, as the seed is one; the service publishes what it leaves.
  const platform = createPlatform({
    service: 'products',
    db,
    databaseUrl: world.databaseUrl,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: world.topicPrefix },
  });
  const deps: Deps = {
    db,
    platform,
    live: platform.live,
    poll: { healthyMs: 500, unhealthyMs: 100 },
    config,
    search: postgresSearch(db),
    now: () => new Date(),
    newId: () => uuidv7(),
  };
  return {
    world,
    service,
    client: world.client(service),
    pool,
    db,
    platform,
    deps,
    async close() {
      await Promise.all([service.stop(), platform.stop(), db.$disconnect()]);
      await pool.end();
      await world.cleanup();
    },
  };
}

export type ProductsHarness = Awaited<ReturnType<typeof startProductsHarness>>;
