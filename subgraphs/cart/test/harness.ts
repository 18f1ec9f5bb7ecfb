import type { StoreState } from '@nakku/contracts';
import { generateSigningKey } from '@nakku/identity';
import { createQuoteVerifier, type QuoteVerifier } from '@nakku/quote';
import { loadConfig, type RunningService } from '@nakku/service';
import {
  type EventProducer,
  eventProducer,
  eventually,
  type SubgraphClient,
  type TestWorld,
  testWorld,
} from '@nakku/testkit';
import pg from 'pg';
import { v7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { startCart } from '../src/service.ts';

/** A running cart service with a shop around it: one store, milk, bread and what the test adds. */
export interface CartHarness {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  readonly producer: EventProducer;
  readonly quotes: QuoteVerifier;
  /** Connections to the service's own database. */
  readonly pool: pg.Pool;
  readonly storeId: string;
  readonly milk: string;
  readonly bread: string;
  readonly address: ReturnType<typeof addressAt>;
  /** Publishes what the store has of a product. */
  stock(productId: string, available: number): Promise<void>;
  /** The store as its events carry it. */
  readonly store: StoreState;
  /** Publishes and waits until the cart service has applied it. */
  publish(event: Parameters<EventProducer['send']>[0]): Promise<void>;
  stop(): Promise<void>;
}

export const addressAt = (latitude: number, longitude: number) => ({
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude, longitude },
  instructions: null,
});

export async function startCartHarness(more: Readonly<Record<string, string>> = {}): Promise<CartHarness> {
  const world = await testWorld('cart');
  const { privateJwk, publicJwk } = await generateSigningKey();
  const env = world.env({
    CART_QUOTE_PRIVATE_JWK: JSON.stringify(privateJwk),
    CART_MAX_PER_CUSTOMER: '3',
    ...more,
  });
  const service: RunningService = await startCart(loadConfig(configSchema, env));
  const producer = await eventProducer(world.topicPrefix);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
  const publish: CartHarness['publish'] = async (event) => {
    const id = await producer.send(event);
    await eventually(async () => {
      const { rows } = await pool.query('SELECT 1 FROM platform.inbox WHERE event_id = $1', [id]);
      if (rows.length === 0) throw new Error(`${event.type} is not applied yet`);
    });
  };
  const stockItems = new Map<string, { readonly stockItemId: string; readonly sequence: number }>();
  const stock: CartHarness['stock'] = async (productId, available) => {
    const { stockItemId, sequence } = stockItems.get(productId) ?? { stockItemId: v7(), sequence: 1 };
    stockItems.set(productId, { stockItemId, sequence: sequence + 1 });
    const state = {
      stockItemId,
      storeId,
      productId,
      onHand: available,
      reserved: 0,
      available,
      threshold: 5,
    };
    await publish({
      topic: 'inventory',
      type: 'inventory.updated',
      subject: stockItemId,
      sequence,
      data: { ...state, at },
    });
  };
  const at = new Date().toISOString();
  const [storeId, milk, bread] = [v7(), v7(), v7()];
  const store: StoreState = {
    storeId,
    name: 'Nakku Mitte',
    address: addressAt(52.5287, 13.4103),
    radiusMeters: 4000,
    timeZone: 'UTC',
    openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 })),
    deliveryFee: 290,
    freeDeliveryFrom: 4000,
    currency: 'EUR',
    status: 'OPEN',
  };
  await publish({
    topic: 'inventory',
    type: 'store.created',
    subject: storeId,
    sequence: 1,
    data: { at, store },
  });
  for (const [productId, name, price] of [
    [milk, 'Milk', 119],
    [bread, 'Bread', 250],
  ] as const) {
    await publish({
      topic: 'products',
      type: 'product.created',
      subject: productId,
      sequence: 1,
      data: { at, product: productState(productId, name, price) },
    });
    await stock(productId, 1_000);
  }
  return {
    world,
    client: world.client(service),
    producer,
    pool,
    quotes: createQuoteVerifier({ publicJwks: { keys: [publicJwk] } }),
    storeId,
    milk,
    bread,
    address: addressAt(52.5242, 13.4022),
    publish,
    stock,
    store,
    async stop() {
      await pool.end();
      await producer.stop();
      await service.stop();
      await world.cleanup();
    },
  };
}

export function productState(
  productId: string,
  name: string,
  price: number,
  status: 'ACTIVE' | 'ARCHIVED' = 'ACTIVE',
) {
  return {
    productId,
    sku: `SKU-${name}`,
    slug: name.toLowerCase(),
    name,
    brand: null,
    packaging: '1 l',
    price: { amount: price, currency: 'EUR' },
    taxRate: 700,
    categoryId: v7(),
    imageUrl: null,
    status,
  };
}
