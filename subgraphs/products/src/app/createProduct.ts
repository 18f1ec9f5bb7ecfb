import type { ProductDetails } from '../domain/details.ts';
import { detailsOf, type Misfit, type Product, type ProductChange } from '../domain/product.ts';
import { slugsOfProduct } from '../domain/slugs.ts';
import { publishProduct } from '../events/publish.ts';
import { shareCategory } from '../store/categories.ts';
import { insertProducts, type NewProduct, productsBySku } from '../store/products.ts';
import { auditProduct } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

export type CreateProductResult =
  | { readonly kind: 'done'; readonly product: Product }
  | Misfit
  | { readonly kind: 'category_not_found' }
  | { readonly kind: 'sku_taken' }
  | { readonly kind: 'slug_taken' };

/** Adds a product. `slug` null: one is made from the name. */
export async function createProduct(
  deps: Deps,
  command: {
    actorId: string;
    slug: string | null;
    price: { readonly amount: number; readonly currency: string };
    fields: Omit<NewProduct, 'id' | 'slug' | 'price' | 'currency' | keyof ProductDetails>;
    details: Pick<ProductChange, keyof ProductDetails>;
  },
): Promise<CreateProductResult> {
  const { actorId, fields, price } = command;
  const detailed = detailsOf(price, command.details);
  if (detailed.kind !== 'details') return detailed;
  const amounts = { price: price.amount, currency: price.currency };
  const product = { ...fields, ...amounts, ...detailed.details, id: deps.newId() };
  const slugs = command.slug === null ? slugsOfProduct(product) : [command.slug];
  return deps.platform.transaction(async (tx) => {
    if ((await shareCategory(tx.db, product.categoryId)) === null) return { kind: 'category_not_found' };
    for (const slug of slugs) {
      const [created] = await insertProducts(tx.db, [{ ...product, slug }]);
      if (created === undefined) continue;
      await indexProducts(tx.db, [created]);
      publishProduct(tx, 'product.created', created);
      await auditProduct(tx, deps, { actorId, action: 'PRODUCT_CREATED' }, null, created);
      return { kind: 'done', product: created };
    }
    const isSkuTaken = (await productsBySku(tx.db, [product.sku])).length > 0;
    return { kind: isSkuTaken ? 'sku_taken' : 'slug_taken' };
  });
}
