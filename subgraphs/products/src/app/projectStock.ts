import type { StockState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { putStock } from '../store/search/documents.ts';

/** Keeps which stores have which products, from inventory's events: searches filter by it. */
export const projectStock = (tx: Transaction<Tx>, stock: readonly StockState[]): Promise<void> =>
  putStock(
    tx.db,
    stock.map(({ storeId, productId, available }) => ({ storeId, productId, isAvailable: available > 0 })),
  );
