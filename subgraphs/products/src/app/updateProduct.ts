import { changeProduct, type Misfit, type Product, type ProductChange } from '../domain/product.ts';
import { publishProduct } from '../events/publish.ts';
import { shareCategory } from '../store/categories.ts';
import { priceEntriesOf } from '../store/priceEntries.ts';
import { isUniqueViolation, lockProduct, productsById, saveProduct } from '../store/products.ts';
import { auditProduct } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

export type UpdateProductResult =
  | { readonly kind: 'done'; readonly product: Product }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'category_not_found' }
  | Misfit
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'slug_taken' };

interface UpdateProduct {
  readonly actorId: string;
  readonly productId: string;
  readonly expectedVersion: number;
  readonly change: ProductChange;
}

/** Changes a product that has `expectedVersion`. */
export async function updateProduct(deps: Deps, command: UpdateProduct): Promise<UpdateProductResult> {
  try {
    return await update(deps, command);
  } catch (error) {
    // Only its slug is unique and can change.
    if (isUniqueViolation(error)) return { kind: 'slug_taken' };
    throw error;
  }
}

async function update(deps: Deps, command: UpdateProduct): Promise<UpdateProductResult> {
  const { actorId, productId, expectedVersion, change } = command;
  return deps.platform.transaction(async (tx) => {
    const product = await lockProduct(tx.db, productId);
    if (product === null) return { kind: 'not_found' };
    const entries = await priceEntriesOf(tx.db, productId);
    const result = changeProduct(product, change, expectedVersion, deps.now(), entries);
    if (result.kind === 'currency_differs' || result.kind === 'contradiction') return result;
    if (change.categoryId !== undefined && (await shareCategory(tx.db, change.categoryId)) === null) {
      return { kind: 'category_not_found' };
    }
    if (result.kind !== 'changed') return result;
    const next = result.product;
    if (!(await saveProduct(tx.db, next))) {
      const [now = product] = await productsById(tx.db, [productId]);
      return { kind: 'version_conflict', currentVersion: now.version };
    }
    await indexProducts(tx.db, [next]);
    publishProduct(tx, 'product.updated', next);
    await auditProduct(tx, deps, { actorId, action: 'PRODUCT_UPDATED' }, product, next);
    return { kind: 'done', product: next };
  });
}
