import type { ProductState, StockState, StoreState, UserState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { putAddresses, putCategory, putProduct, putStock, putStore } from '../store/projections.ts';
import type { Tx } from '../store/database.ts';

/** Keeps what cart must know of other contexts; each of their events carries the full state of what it is about. */

export const projectProduct = (tx: Transaction<Tx>, product: ProductState): Promise<void> =>
  putProduct(tx.db, product);

export const projectCategory = (
  tx: Transaction<Tx>,
  category: { readonly categoryId: string; readonly parentId: string | null },
): Promise<void> => putCategory(tx.db, category);

export const projectStore = (tx: Transaction<Tx>, store: StoreState): Promise<void> => putStore(tx.db, store);

export const projectStock = (tx: Transaction<Tx>, stock: readonly StockState[]): Promise<void> =>
  putStock(tx.db, stock);

export const projectAddresses = (tx: Transaction<Tx>, user: UserState): Promise<void> =>
  putAddresses(tx.db, user);
