import type { Category } from '../domain/category.ts';
import { publishProduct } from '../events/publish.ts';
import { insertCategories, lockTree, type NewCategory } from '../store/categories.ts';
import { insertProducts, type NewProduct } from '../store/products.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';
import { publishCategories } from './publishCategories.ts';

/** Products of one transaction, which must end within the database's time limit. */
const BATCH = 500;

/**
 * Adds a whole catalogue, with events like any other change: the categories, parents first, then the products batch by
 * batch, a transaction each. What exists already stays as it is, so it can run again, also after it was interrupted.
 * @returns how many categories and products were added
 */
export async function importCatalogue(
  { platform }: Pick<Deps, 'platform'>,
  catalogue: { categories: readonly NewCategory[]; products: readonly NewProduct[] },
  at: Date,
): Promise<{ categories: number; products: number }> {
  const categories = await platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const addedIds = await insertCategories(tx.db, catalogue.categories);
    const added = catalogue.categories
      .filter(({ id }) => addedIds.has(id))
      .map((category): Category => ({ ...category, status: 'ACTIVE', version: 1 }));
    await publishCategories(tx, 'category.created', added, at);
    return added.length;
  });
  let products = 0;
  for (let first = 0; first < catalogue.products.length; first += BATCH) {
    const batch = catalogue.products.slice(first, first + BATCH);
    products += await platform.transaction(async (tx) => {
      const added = await insertProducts(tx.db, batch);
      await indexProducts(tx.db, added);
      for (const product of added) publishProduct(tx, 'product.created', product);
      return added.length;
    });
  }
  return { categories, products };
}
