import type { StockState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { putStock } from '../store/catalogue.ts';
import type { Tx } from '../store/database.ts';

/** Follows what stores can sell of products. */
export const projectStock = (tx: Transaction<Tx>, stock: readonly StockState[]): Promise<void> =>
  putStock(tx.db, stock);
