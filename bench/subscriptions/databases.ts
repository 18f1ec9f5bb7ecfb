import { createPlatform } from '@nakku/messaging';
import type { Platform } from '@nakku/platform';
import { openDatabase, openRedis } from '@nakku/service';
import type { TransactionClient } from '@nakku/service';
import { servers } from '@nakku/testkit';
import type { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient as InventoryClient } from '../../subgraphs/inventory/src/generated/prisma/client.ts';
import { PrismaClient as OrdersClient } from '../../subgraphs/orders/src/generated/prisma/client.ts';
import { PrismaClient as ProductsClient } from '../../subgraphs/products/src/generated/prisma/client.ts';

export const services = ['inventory', 'orders', 'products'] as const;
export type ServiceName = (typeof services)[number];

/** Where a service keeps and tells what it knows. */
export interface Place {
  readonly databaseUrl: string;
  readonly topicPrefix: string;
  readonly redisPrefix: string;
}
export type Places = Readonly<Record<ServiceName, Place>>;

export interface Databases {
  readonly inventory: InventoryClient;
  readonly stock: Platform<TransactionClient<InventoryClient>>;
  readonly orders: Platform<TransactionClient<OrdersClient>>;
  readonly catalogue: Platform<TransactionClient<ProductsClient>>;
  close(): Promise<void>;
}

const poolSize = 10;

/**
 * The databases of running services, to commit changes as the services do: with an event in the outbox, and a live
 * hint as soon as the commit is through. A `transaction` resolves right after its commit.
 */
export async function openDatabases(places: Places): Promise<Databases> {
  const { kafkaBrokers, redisUrl } = servers();
  const redis = openRedis({ url: redisUrl, keyPrefix: '' });
  await redis.connect();
  const pools: Pool[] = [];
  const adapterOf = (service: ServiceName): PrismaPg => {
    const { pool, adapter } = openDatabase({ url: places[service].databaseUrl, poolSize, service });
    pools.push(pool);
    return adapter;
  };
  const platformOf = (service: ServiceName) => {
    const { databaseUrl, topicPrefix, redisPrefix } = places[service];
    const kafka = { brokers: kafkaBrokers.split(','), topicPrefix };
    return { service, databaseUrl, kafka, redis, channelPrefix: `${redisPrefix}${topicPrefix}` };
  };
  const clients = {
    inventory: new InventoryClient({ adapter: adapterOf('inventory') }),
    orders: new OrdersClient({ adapter: adapterOf('orders') }),
    products: new ProductsClient({ adapter: adapterOf('products') }),
  };
  const platforms = {
    stock: createPlatform<TransactionClient<InventoryClient>>({
      ...platformOf('inventory'),
      db: clients.inventory,
    }),
    orders: createPlatform<TransactionClient<OrdersClient>>({ ...platformOf('orders'), db: clients.orders }),
    catalogue: createPlatform<TransactionClient<ProductsClient>>({
      ...platformOf('products'),
      db: clients.products,
    }),
  };
  return {
    inventory: clients.inventory,
    ...platforms,
    async close() {
      await Promise.all(Object.values(platforms).map((platform) => platform.stop()));
      await Promise.all(Object.values(clients).map((client) => client.$disconnect()));
      await Promise.all(pools.map((pool) => pool.end()));
      redis.disconnect();
    },
  };
}
