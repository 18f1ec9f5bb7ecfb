import type { Category } from '../domain/category.ts';
import { publishProduct } from '../events/publish.ts';
import { insertCategories, lockTree, type NewCategory } from '../store/categories.ts';
import { insertProducts, type NewProduct } from '../store/products.ts';
import type { Deps } from './deps.ts';
import { publishCategories } from './publishCategories.ts';

/**
 * Adds a whole catalogue, with events like any other change, in one transaction of a few statements. What exists
 * already stays as it is, so it can run again. Categories come parents first.
 * @returns how many categories and products were added
 */
export async function importCatalogue(
  { platform }: Pick<Deps, 'platform'>,
  catalogue: { categories: readonly NewCategory[]; products: readonly NewProduct[] },
  at: Date,
): Promise<{ categories: number; products: number }> {
  return platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const addedIds = await insertCategories(tx.db, catalogue.categories);
    const products = await insertProducts(tx.db, catalogue.products);
    const categories = catalogue.categories
      .filter(({ id }) => addedIds.has(id))
      .map((category): Category => ({ ...category, status: 'ACTIVE', version: 1 }));
    await publishCategories(tx, 'category.created', categories, at);
    for (const product of products) publishProduct(tx, 'product.created', product);
    return { categories: categories.length, products: products.length };
  });
}
