import { createPlatform } from '@nakku/messaging';
import { loadConfig, migrate, openDatabase } from '@nakku/service';
import { testWorld } from '@nakku/testkit';
import type { TestWorld } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import path from 'node:path';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import type { Store } from '../src/domain/store.ts';
import { receipt } from '../src/domain/stock.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { bookStock } from '../src/app/bookStock.ts';
import type { Deps } from '../src/app/deps.ts';
import { ensureStockItems } from '../src/store/ledger.ts';
import { putProduct } from '../src/store/products.ts';
import { lockStockItems } from '../src/store/stockItems.ts';
import { insertStore } from '../src/store/stores.ts';

export const migrations = path.join(import.meta.dirname, '../../../prisma/inventory/migrations');

export const RESTOCK = `mutation ($input: OrderRestockInput!) {
  orderRestock(input: $input) { stockItems { onHand } userErrors { __typename ... on UserError { path message } } } }`;

export const aStore = (more: Partial<Store> = {}): Store => ({
  storeId: uuidv7(),
  name: 'Nakku Test',
  address: {
    lines: ['Street 1'],
    city: 'Berlin',
    postcode: '10115',
    country: 'DE',
    location: { latitude: 52.52, longitude: 13.4 },
    instructions: null,
  },
  radiusMeters: 3000,
  timeZone: 'UTC',
  closedDates: [],
  openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 })),
  deliveryFee: 290,
  freeDeliveryFrom: 4000,
  minimumOrder: null,
  currency: 'EUR',
  status: 'OPEN',
  version: 1,
  ...more,
});

/** Hundreds of callers queue for few connections, on purpose and as long as a loaded machine needs. */
function waitingDatabase(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  return { pool, adapter: new PrismaPg(pool) };
}

/**
 * The store layer without the service, over a database of its own or that of a service that runs already; with
 * `poolSize` its pool is the service's.
 */
export async function startStoreHarness(o: { poolSize?: number; world?: TestWorld } = {}) {
  const world = o.world ?? (await testWorld('inventory'));
  await migrate(world.databaseUrl, migrations);
  const config = loadConfig(configSchema, world.env());
  const { pool, adapter } =
    o.poolSize === undefined
      ? waitingDatabase(world.databaseUrl)
      : openDatabase({ url: world.databaseUrl, poolSize: o.poolSize, service: 'inventory' });
  const db = new PrismaClient({ adapter });
  const platform = createPlatform({
    service: 'inventory',
    db,
    databaseUrl: world.databaseUrl,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: world.topicPrefix },
    tuning: { transactionWaitMs: 60_000, transactionTimeoutMs: 60_000 },
  });
  return {
    world,
    db,
    pool,
    platform,
    async close() {
      await platform.stop();
      await db.$disconnect();
      await pool.end();
      if (!o.world) await world.cleanup();
    },
  };
}

/** A store with `pieces` of each of `products`. */
export async function stocked(
  db: PrismaClient,
  platform: Deps['platform'],
  products: Readonly<Record<string, number>>,
  more: Partial<Store> = {},
): Promise<Store> {
  const store = aStore(more);
  await insertStore(db, store);
  await fill(platform, store.storeId, products);
  return store;
}

export async function fill(
  platform: Deps['platform'],
  storeId: string,
  products: Readonly<Record<string, number>>,
): Promise<void> {
  await platform.transaction(async (tx) => {
    const keys = Object.keys(products).map((productId) => ({ storeId, productId }));
    for (const { productId } of keys) await putProduct(tx.db, { productId, isArchived: false });
    await ensureStockItems(tx.db, keys, uuidv7);
    const items = await lockStockItems(tx.db, keys);
    await bookStock(
      tx,
      items.map((item) => ({ item, movements: [receipt(products[item.productId] ?? 0, null, null)] })),
    );
  });
}

/** Level of a product: [onHand, reserved]. */
export async function levelOf(
  db: PrismaClient,
  storeId: string,
  productId: string,
): Promise<[number, number]> {
  const item = await db.stockItem.findUniqueOrThrow({ where: { storeId_productId: { storeId, productId } } });
  return [item.onHand, item.reserved];
}
