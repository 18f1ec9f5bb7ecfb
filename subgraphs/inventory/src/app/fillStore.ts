import { receipt } from '../domain/stock.ts';
import type { Store } from '../domain/store.ts';
import { publishStore } from '../events/publish.ts';
import { ensureStockItems } from '../store/ledger.ts';
import { lockStockItems } from '../store/stockItems.ts';
import { insertStore, storesById } from '../store/stores.ts';
import { bookStock } from './bookStock.ts';
import type { Deps } from './deps.ts';

/** Opens a store of a given id unless it exists. Returns whether it is new. */
export function openStore(deps: Pick<Deps, 'platform'>, store: Store): Promise<boolean> {
  return deps.platform.transaction(async (tx) => {
    if ((await storesById(tx.db, [store.storeId])).length > 0) return false;
    publishStore(tx, 'store.created', store, await insertStore(tx.db, store));
    return true;
  });
}

/** Fills shelves that a store does not have yet. Returns how many. */
export function fillStore(
  deps: Pick<Deps, 'platform' | 'newId'>,
  command: {
    readonly storeId: string;
    readonly productIds: readonly string[];
    readonly pieces: number;
    readonly threshold: number;
    readonly reason: string;
  },
): Promise<number> {
  const { storeId, pieces, threshold, reason } = command;
  return deps.platform.transaction(async (tx) => {
    const keys = command.productIds.map((productId) => ({ storeId, productId }));
    await ensureStockItems(tx.db, keys, deps.newId);
    // Version 0: made just now, never filled.
    const empty = (await lockStockItems(tx.db, keys)).filter((item) => item.version === 0);
    const movements = [receipt(pieces, null, reason)];
    await bookStock(
      tx,
      empty.map((item) => ({ item, movements, threshold })),
    );
    return empty.length;
  });
}
