import { demoStores, readCatalogue } from '@nakku/demo';
import { publishStore } from './events/publishStore.ts';
import { receipt } from './domain/stock.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { book, ensureStockItems } from './store/book.ts';
import type { StockEvents } from './store/database.ts';
import { lockStockItems } from './store/stockItems.ts';
import { insertStore, storesById } from './store/stores.ts';

const PIECES = 1_000;
const THRESHOLD = 20;

/**
 * Opens the demo shop's stores and fills their shelves, with events like any other change. What exists already stays
 * as it is, so it can run again. Returns how much it added.
 */
export async function seedDemoStock(
  db: PrismaClient,
  platform: StockEvents,
): Promise<{ stores: number; stockItems: number }> {
  const productIds = readCatalogue().map((product) => product.productId);
  const storeIds = demoStores.map((store) => store.storeId);
  const known = new Set((await storesById(db, storeIds)).map((store) => store.storeId));
  const added = { stores: 0, stockItems: 0 };

  for (const { lines, city, postcode, country, location, ...rest } of demoStores) {
    const { storeId } = rest;
    if (!known.has(storeId)) {
      const address = { lines, city, postcode, country, location, instructions: null };
      const store = { ...rest, address, status: 'OPEN' as const, version: 1 };
      await platform.transaction(async (tx) => {
        publishStore(tx, 'store.created', store, await insertStore(tx.db, store));
      });
      added.stores += 1;
    }
    added.stockItems += await platform.transaction(async (tx) => {
      const keys = productIds.map((productId) => ({ storeId, productId }));
      await ensureStockItems(tx.db, keys);
      // Version 0: made just now, never filled.
      const empty = (await lockStockItems(tx.db, keys)).filter((item) => item.version === 0);
      const movements = [receipt(PIECES, null, 'First filling')];
      await book(
        tx,
        empty.map((item) => ({ item, movements, threshold: THRESHOLD })),
      );
      return empty.length;
    });
  }
  return added;
}
