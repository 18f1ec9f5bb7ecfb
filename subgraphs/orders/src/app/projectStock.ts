import type { StockState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { putStock } from '../store/catalogue.ts';
import type { Tx } from '../store/database.ts';

/** Follows what a store can sell of a product. */
export const projectStock = (tx: Transaction<Tx>, stock: StockState): Promise<void> => putStock(tx.db, stock);
