import type { ProductState } from '@nakku/contracts';
import { putProduct } from '../store/products.ts';
import type { StockTransaction } from './deps.ts';

/** Keeps what inventory must know of the catalogue: which products exist, and which were archived. */
export async function projectProduct(tx: StockTransaction, product: ProductState): Promise<void> {
  const { productId, status } = product;
  await putProduct(tx.db, { productId, isArchived: status === 'ARCHIVED' });
}
