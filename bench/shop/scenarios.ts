import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { closedLoop } from './client.ts';
import type { Client, Load } from './client.ts';
import { ADD, CREATE, createdSchema } from './shoppers.ts';
import type { Lives, Orders, Quote, Shoppers } from './shoppers.ts';
import type { MeasuredSystem } from './system.ts';
import type { Usage } from './usage.ts';

/** What one scenario found. */
export interface Measured {
  readonly load: Load;
  readonly before: Usage;
  readonly after: Usage;
  /** What cost is divided by: units, or confirmed orders. */
  readonly units: number;
  readonly lives?: Lives;
  /** Orders confirmed per second, from the first request on. */
  readonly confirmedPerSecond?: number;
}

export interface Shop {
  readonly measured: MeasuredSystem;
  readonly client: Client;
  readonly shoppers: Shoppers;
  readonly orders: Orders;
  readonly productIds: readonly string[];
  readonly departments: readonly string[];
  readonly storeId: string;
  readonly seconds: number;
  /** Prepared quotes of a burst. */
  readonly burst: number;
  /** Orders per second of the open loop. */
  readonly rate: number;
}

const NODE = `id name packaging imageUrls price { amount currency } category { id name }
  availability(storeId: $storeId) { available }`;
const PAGE = `{ edges { node { ${NODE} } } pageInfo { hasNextPage endCursor } }`;
const LIST = `query List($storeId: ID!, $slug: String!) {
  products(category: { slug: $slug }, sort: NAME, first: 20) ${PAGE} }`;
const SEARCH = `query Search($storeId: ID!, $text: String!) { products(search: $text, first: 20) ${PAGE} }`;
const WORDS = [
  'milk',
  'bread',
  'apple',
  'cheese',
  'yogurt',
  'chicken',
  'water',
  'organic',
  'chocolate',
  'rice',
];

const pageSchema = z.object({ products: z.object({ edges: z.array(z.unknown()) }) });
const CONFIRMED_MS = 90_000;
/** For timers and prepared statements of the first requests. */
const WARM_SECONDS = 3;
const WORKERS = 16;
const SHOPPERS = 8;

const nth = <T>(values: readonly T[], index: number): T => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
};

async function repeated(shop: Shop, work: (turn: number) => Promise<unknown>): Promise<Measured> {
  await closedLoop({ width: WORKERS, seconds: WARM_SECONDS }, work);
  const before = await shop.measured.usage();
  const load = await closedLoop({ width: WORKERS, seconds: shop.seconds }, work);
  const after = await shop.measured.usage();
  return { load, before, after, units: load.units };
}

async function page(shop: Shop, query: string, variables: object, size: number): Promise<void> {
  const data = await shop.client.execute(query, { storeId: shop.storeId, ...variables });
  // Reading 20 nodes with zod would be load of our own.
  const found = pageSchema.shape.products.shape.edges.safeParse(Reflect.get(Object(data.products), 'edges'));
  if ((found.data?.length ?? 0) < size) throw new Error(`a page of ${found.data?.length ?? 0}`);
}

/** Until every order since then is confirmed. */
async function settled(shop: Shop, since: Date): Promise<Lives> {
  const deadline = Date.now() + CONFIRMED_MS;
  for (;;) {
    const lives = await shop.orders.lives(since);
    if (lives.placed === lives.confirmed || Date.now() > deadline) return lives;
    await pause(100);
  }
}

/** Measures `work` and what follows of it until the last order is confirmed. */
async function untilConfirmed(shop: Shop, work: () => Promise<Load>): Promise<Measured> {
  const since = await shop.orders.now();
  const before = await shop.measured.usage();
  const began = performance.now();
  const load = await work();
  const lives = await settled(shop, since);
  const seconds = (performance.now() - began) / 1_000;
  const after = await shop.measured.usage();
  return {
    load,
    before,
    after,
    units: lives.confirmed,
    lives,
    confirmedPerSecond: lives.confirmed / seconds,
  };
}

async function quotes(shop: Shop, count: number): Promise<Quote[]> {
  const prepared: Quote[] = [];
  await closedLoop({ width: SHOPPERS, seconds: CONFIRMED_MS, units: count }, async () => {
    prepared.push(await shop.shoppers.prepare());
  });
  await pause(1_500); // events of the carts are not part of what follows
  return prepared;
}

export const scenarios = {
  /** What nobody causes, per second: deadlines, sweepers, relays and consumers that look for work. */
  async idle(shop: Shop): Promise<Measured> {
    const before = await shop.measured.usage();
    const began = performance.now();
    await pause(shop.seconds * 3 * 1_000);
    const after = await shop.measured.usage();
    const seconds = (performance.now() - began) / 1_000;
    const load = { units: 0, seconds, latencies: [], failures: new Map<string, number>() };
    return { load, before, after, units: seconds };
  },
  list: (shop: Shop) =>
    repeated(shop, (turn) => page(shop, LIST, { slug: nth(shop.departments, turn * 7) }, 20)),
  search: (shop: Shop) => repeated(shop, (turn) => page(shop, SEARCH, { text: nth(WORDS, turn) }, 1)),
  cart: (shop: Shop) =>
    repeated(shop, async (turn) => {
      const { cartCreate } = createdSchema.parse(await shop.client.execute(CREATE, {}));
      const { cart, cartToken } = cartCreate;
      const lines = [{ productId: nth(shop.productIds, turn * 13), quantity: 1 }];
      const caller = cartToken === null ? {} : { cartToken };
      await shop.client.execute(ADD, { cartId: cart.id, lines }, caller);
    }),
  async flow(shop: Shop) {
    const order = async () => shop.shoppers.place(await shop.shoppers.prepare());
    await closedLoop({ width: SHOPPERS, seconds: WARM_SECONDS }, order);
    await pause(1_500);
    return untilConfirmed(shop, () => closedLoop({ width: SHOPPERS, seconds: shop.seconds }, order));
  },
  async burst(shop: Shop) {
    const prepared = await quotes(shop, shop.burst);
    return untilConfirmed(shop, () =>
      closedLoop({ width: WORKERS, seconds: CONFIRMED_MS, units: prepared.length }, (turn) =>
        shop.shoppers.place(nth(prepared, turn)),
      ),
    );
  },
  /** An open loop: each order at its time, whatever became of those before. */
  async rate(shop: Shop) {
    const count = Math.round(shop.rate * shop.seconds);
    const prepared = await quotes(shop, count);
    return untilConfirmed(shop, async () => {
      const began = performance.now();
      const latencies: number[] = [];
      const failures = new Map<string, number>();
      await Promise.all(
        prepared.map(async (quote, index) => {
          await pause((index * 1_000) / shop.rate);
          const started = performance.now();
          try {
            await shop.shoppers.place(quote);
            latencies.push(performance.now() - started);
          } catch (error) {
            const message = String(error).slice(0, 160);
            failures.set(message, (failures.get(message) ?? 0) + 1);
          }
        }),
      );
      const seconds = (performance.now() - began) / 1_000;
      return { units: latencies.length, seconds, latencies, failures };
    });
  },
} as const satisfies Record<string, (shop: Shop) => Promise<Measured>>;

export type ScenarioName = keyof typeof scenarios;
