import type { StockState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { putStock } from '../store/search/documents.ts';

/** Keeps which store has which product, from inventory's events: searches filter by it. */
export const projectStock = (tx: Transaction<Tx>, stock: StockState): Promise<void> =>
  putStock(tx.db, { ...stock, isAvailable: stock.available > 0 });
