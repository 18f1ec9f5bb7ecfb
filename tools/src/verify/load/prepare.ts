import { withRetries } from '../../client/index.ts';
import type { Api } from '../../client/index.ts';
import { openLane } from '../../simulators/staff/lane.ts';
import { makeCustomer } from './customers.ts';
import type { Customer } from './customers.ts';
import { productsOfCategory } from './operations.ts';
import type { LoadHooks, LoadOptions } from './options.ts';
import {
  basketsFor,
  categoriesIn,
  demandOf,
  sellable,
  shoppingList,
  withPreferences,
} from './shoppingLists.ts';
import type { ShoppingLine } from './shoppingLists.ts';
import type { Shelves } from './stock.ts';

const CUSTOMERS = 50;
/** A socket of the gateway carries 64 subscriptions. */
const FOLLOWED_PER_CUSTOMER = 40;
const SETUP_TIMEOUT_MS = 60_000;

/** What the customers of a run buy. */
export interface Shopping {
  /** Baskets of the file as products of the shop. */
  readonly lists: ShoppingLine[][];
  /** Other products of the category of one. */
  others(productId: string): readonly string[];
}

/** What each customer will buy. */
export async function shoppingLists(api: Api, o: LoadOptions, hooks: LoadHooks): Promise<Shopping> {
  const slugs = categoriesIn(o.baskets.map(({ items }) => items));
  hooks.log(`looking up products of ${slugs.length} categories`);
  const lane = openLane(o.concurrency);
  const found = await Promise.all(
    slugs.map((slug) =>
      lane(async () => {
        const read = () => api.execute(productsOfCategory, { slug });
        const { products } = await withRetries(read, { timeoutMs: SETUP_TIMEOUT_MS });
        return [slug, products.edges.map(({ node }) => node.id)] as const;
      }),
    ),
  );
  const productsOf = new Map(found);
  const onSkipped = (message: string): void => hooks.log(`skipped ${message}`);
  const baskets = sellable(o.baskets, productsOf, {
    file: o.file,
    ...(o.skipUnknown ? { onSkipped } : {}),
  });
  const lists = basketsFor(baskets, o.orders).map(({ items }, index) =>
    withPreferences(shoppingList(items, index, productsOf), index),
  );
  const siblings = new Map(found.flatMap(([, ids]) => ids.map((id) => [id, ids] as const)));
  return {
    lists,
    others: (productId) => (siblings.get(productId) ?? []).filter((other) => other !== productId),
  };
}

/** Registers the customers of a run, each with cart, address and cards. */
export async function makeCustomers(
  api: Api,
  o: LoadOptions,
  run: string,
  hooks: LoadHooks,
): Promise<Customer[]> {
  const wanted = Math.max(CUSTOMERS, o.concurrency, Math.ceil(o.orders / FOLLOWED_PER_CUSTOMER));
  const count = Math.min(o.orders, wanted);
  hooks.log(`registering ${count} customers`);
  const lane = openLane(o.concurrency);
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      lane(() => makeCustomer(api, { run, index, timeoutMs: SETUP_TIMEOUT_MS })),
    ),
  );
}

/** Receives what the lists ask for, or leaves little of it. @returns how to put back what was taken away */
export async function stockUp(
  shelves: Shelves,
  lists: ShoppingLine[][],
  o: LoadOptions,
  hooks: LoadHooks,
): Promise<() => Promise<void>> {
  const demand = demandOf(lists);
  if (o.stock === undefined) {
    hooks.log(`receiving stock of ${demand.size} products in both stores`);
    await shelves.receive(demand);
    return () => Promise.resolve();
  }
  hooks.log(`leaving ${o.stock} pieces of ${demand.size} products in both stores`);
  return shelves.makeScarce([...demand.keys()], o.stock);
}
