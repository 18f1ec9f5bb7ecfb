import type { Product } from '../domain/product.ts';
import { publishProduct } from '../events/publish.ts';
import { shareCategory } from '../store/categories.ts';
import { productsById, restoreProduct as restore } from '../store/products.ts';
import { auditProduct } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

export type RestoreProductResult =
  | { readonly kind: 'done'; readonly product: Product }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'category_archived' };

/** Puts an archived product back into the shop; one that is sold stays as it is. */
export async function restoreProduct(
  deps: Deps,
  { actorId, productId }: { actorId: string; productId: string },
): Promise<RestoreProductResult> {
  return deps.platform.transaction(async (tx) => {
    const [before] = await productsById(tx.db, [productId]);
    if (before === undefined) return { kind: 'not_found' };
    if (before.status === 'ACTIVE') return { kind: 'done', product: before };
    if ((await shareCategory(tx.db, before.categoryId)) === null) return { kind: 'category_archived' };
    const restored = await restore(tx.db, productId, deps.now());
    // Somebody else restored it in between.
    if (restored === null) return { kind: 'done', product: { ...before, status: 'ACTIVE' } };
    await indexProducts(tx.db, [restored]);
    publishProduct(tx, 'product.updated', restored);
    await auditProduct(tx, deps, { actorId, action: 'PRODUCT_RESTORED' }, before, restored);
    return { kind: 'done', product: restored };
  });
}
