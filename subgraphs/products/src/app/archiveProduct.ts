import type { Product } from '../domain/product.ts';
import { publishProduct } from '../events/publish.ts';
import { archiveProduct as archive, productsById } from '../store/products.ts';
import { auditProduct } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

export type ArchiveProductResult =
  { readonly kind: 'done'; readonly product: Product } | { readonly kind: 'not_found' };

/** Takes a product out of the shop; one that is archived already stays as it is. */
export async function archiveProduct(
  deps: Deps,
  { actorId, productId }: { actorId: string; productId: string },
): Promise<ArchiveProductResult> {
  return deps.platform.transaction(async (tx) => {
    const archived = await archive(tx.db, productId, deps.now());
    if (archived === null) {
      const [product] = await productsById(tx.db, [productId]);
      return product === undefined ? { kind: 'not_found' } : { kind: 'done', product };
    }
    await indexProducts(tx.db, [archived]);
    publishProduct(tx, 'product.deleted', archived);
    const before = { ...archived, status: 'ACTIVE' as const };
    await auditProduct(tx, deps, { actorId, action: 'PRODUCT_ARCHIVED' }, before, archived);
    return { kind: 'done', product: archived };
  });
}
