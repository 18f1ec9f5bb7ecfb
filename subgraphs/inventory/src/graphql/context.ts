import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Availability } from '../domain/availability.ts';
import { isOpen, type Store } from '../domain/store.ts';
import type { StockItem } from '../domain/stock.ts';
import { availabilities } from '../store/availability.ts';
import { stockItemsById, type StockKey } from '../store/stockItems.ts';
import { runningStores, storesById } from '../store/stores.ts';

export interface Loaders {
  readonly store: DataLoader<string, Store | null>;
  readonly stockItem: DataLoader<string, StockItem | null>;
  /** What a store has of a product; null: it never had any. */
  readonly availability: DataLoader<StockKey, Availability | null, string>;
  /** Whether any store that is open now has at least one piece of a product. */
  readonly anywhere: DataLoader<string, boolean>;
}

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

const keyOf = ({ storeId, productId }: StockKey) => `${storeId}:${productId}`;

/** Inventory's own part of the context, new for each request: nothing is shared between callers. */
export function contextOf(deps: Deps): Pick<Context, 'deps' | 'loaders'> {
  return { deps, loaders: loadersOf(deps) };
}

export function loadersOf({ db, now }: Pick<Deps, 'db' | 'now'>): Loaders {
  return {
    store: batchLoader(
      (ids) => storesById(db, ids),
      (store) => store.storeId,
    ),
    stockItem: batchLoader((ids) => stockItemsById(db, ids)),
    availability: new DataLoader<StockKey, Availability | null, string>(
      async (keys) => {
        const found = new Map((await availabilities(db, keys)).map((one) => [keyOf(one), one]));
        return keys.map((key) => found.get(keyOf(key)) ?? null);
      },
      { cacheKeyFn: keyOf, maxBatchSize: 1_000 },
    ),
    anywhere: new DataLoader<string, boolean>(
      async (productIds) => {
        const at = now();
        const open = (await runningStores(db)).filter((store) => isOpen(store, at));
        const keys = open.flatMap(({ storeId }) => productIds.map((productId) => ({ storeId, productId })));
        const there = (await availabilities(db, keys)).filter((one) => one.available > 0);
        const products = new Set(there.map((one) => one.productId));
        return productIds.map((productId) => products.has(productId));
      },
      { maxBatchSize: 500 },
    ),
  };
}
