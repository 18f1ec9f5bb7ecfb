import { demoStores, readCatalogue } from '@nakku/demo';
import { createPlatform } from '@nakku/messaging';
import { openDatabase, openRedis } from '@nakku/service';
import type { TransactionClient } from '@nakku/service';
import { slugOf } from '@nakku/slugs';
import { v7 as uuidv7 } from 'uuid';
import { fillStore } from '../../subgraphs/inventory/src/app/fillStore.ts';
import { PrismaClient as InventoryClient } from '../../subgraphs/inventory/src/generated/prisma/client.ts';
import { importCatalogue } from '../../subgraphs/products/src/app/importCatalogue.ts';
import { PrismaClient as ProductsClient } from '../../subgraphs/products/src/generated/prisma/client.ts';
import { untilArrived } from '../../tools/src/system/seeded.ts';
import type { Arrival } from '../../tools/src/system/seeded.ts';
import type { SubgraphName } from '../../tools/src/system/services.ts';
import type { System } from '../../tools/src/system/system.ts';

const PIECES = 1_000_000;
/** Shelves of one transaction. */
const SHELVES = 500;
const ARRIVAL_MS = 300_000;

type Variant = ReturnType<typeof readCatalogue>[number];

/** The demo's products, again and again under other names and prices. */
function productsOf(count: number) {
  const rows = readCatalogue();
  return Array.from({ length: Math.max(0, count - rows.length) }, (_, index) => {
    const row = rows[index % rows.length] as Variant;
    const copy = 1 + Math.floor(index / rows.length);
    return {
      id: uuidv7(),
      sku: `${row.sku}.${copy}`,
      slug: `${slugOf(row.name)}-${copy}`,
      name: `${row.name} ${copy}`,
      description: row.description === '' ? null : row.description,
      brand: row.brand,
      size: row.size,
      unit: row.unit,
      price: 50 + ((index * 7_919) % 3_000),
      currency: 'EUR',
      taxRate: row.tax_rate,
      imageUrls: row.image === '' ? [] : [row.image],
      attributes: [],
      category: row.category,
      tags: row.tags,
    };
  });
}

/** Makes changes in a service's database as the service does: with events in its outbox. */
async function withDatabase<Client extends InventoryClient | ProductsClient, T>(
  system: System,
  service: SubgraphName,
  client: (adapter: ReturnType<typeof openDatabase>['adapter']) => Client,
  work: (o: { db: Client; url: string; redis: ReturnType<typeof openRedis> }) => Promise<T>,
): Promise<T> {
  const url = system.databaseUrl(service);
  const { pool, adapter } = openDatabase({ url, poolSize: 2, service });
  const redis = openRedis({ url: system.servers.redisUrl, keyPrefix: '' });
  await redis.connect();
  const db = client(adapter);
  try {
    return await work({ db, url, redis });
  } finally {
    await db.$disconnect();
    await pool.end();
    redis.disconnect();
  }
}

/** Who learns of products and of stock by events. */
const ARRIVALS: readonly Arrival[] = [
  { database: 'inventory', table: 'products', from: ['products', 'products'] },
  { database: 'cart', table: 'products', from: ['products', 'products'] },
  { database: 'orders', table: 'catalogue_products', from: ['products', 'products'] },
  { database: 'cart', table: 'stock', from: ['inventory', 'stock_items'] },
];

/**
 * Grows the seeded catalogue to `count` products on the shelves of both stores, by the use cases of products and
 * inventory, and waits until their events have arrived everywhere.
 */
export async function growCatalogue(system: System, count: number): Promise<void> {
  const kafka = { brokers: system.servers.kafkaBrokers.split(','), topicPrefix: '' };
  const products = productsOf(count);
  await withDatabase(
    system,
    'products',
    (adapter) => new ProductsClient({ adapter }),
    async ({ db, url, redis }) => {
      const platform = createPlatform<TransactionClient<ProductsClient>>({
        service: 'products',
        databaseUrl: url,
        kafka,
        redis,
        channelPrefix: '',
        db,
      });
      const categories = new Map((await db.category.findMany()).map(({ slug, id }) => [slug, id]));
      await importCatalogue(
        { platform },
        {
          categories: [],
          products: products.map(({ category, ...product }) => ({
            ...product,
            categoryId: categories.get(slugOf(category.split(' > ').at(-1) ?? '')) ?? '',
          })),
        },
        new Date(),
      );
      await platform.stop();
    },
  );
  await withDatabase(
    system,
    'inventory',
    (adapter) => new InventoryClient({ adapter }),
    async ({ db, url, redis }) => {
      const platform = createPlatform<TransactionClient<InventoryClient>>({
        service: 'inventory',
        databaseUrl: url,
        kafka,
        redis,
        channelPrefix: '',
        db,
      });
      for (const { storeId } of demoStores) {
        for (let first = 0; first < products.length; first += SHELVES) {
          const productIds = products.slice(first, first + SHELVES).map(({ id }) => id);
          await fillStore(
            { platform, newId: () => uuidv7() },
            { storeId, productIds, pieces: PIECES, threshold: 20, reason: 'Benchmark' },
          );
        }
      }
      await platform.stop();
    },
  );
  await untilArrived(system, ARRIVALS, ARRIVAL_MS);
}
