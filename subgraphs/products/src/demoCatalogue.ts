import { demoId, readCatalogue, slugOf } from '@nakku/demo';
import type { Category } from './domain/category.ts';
import { publishCategory, publishProduct } from './events/publish.ts';
import { insertCategories } from './store/categories.ts';
import type { CatalogueEvents } from './store/database.ts';
import { insertProducts } from './store/products.ts';

/** Categories on the way to `path`, from the top down. */
function categoriesOf(path: string): Category[] {
  const names = path.split(' > ');
  const ids = names.map((name) => demoId('category', slugOf(name)));
  return names.map((name, level) => ({
    id: ids[level] ?? '',
    slug: slugOf(name),
    name,
    parentId: ids[level - 1] ?? null,
    ancestorIds: ids.slice(0, level + 1),
    version: 1,
  }));
}

/**
 * Puts the demo shop's catalogue into the database, with events like any other change, in one transaction of a few
 * statements. What exists already stays as it is, so it can run again. Returns how much it added.
 */
export async function seedCatalogue(
  platform: CatalogueEvents,
): Promise<{ categories: number; products: number }> {
  const rows = readCatalogue();
  const shelves = new Map(
    rows.flatMap((row) => categoriesOf(row.category)).map((shelf) => [shelf.id, shelf]),
  );
  const categories = [...shelves.values()].sort(
    (one, other) => one.ancestorIds.length - other.ancestorIds.length,
  );
  const products = rows.map((row) => ({
    id: row.productId,
    sku: row.sku,
    slug: slugOf(row.name),
    name: row.name,
    description: row.description === '' ? null : row.description,
    brand: row.brand,
    size: row.size,
    unit: row.unit,
    price: row.price,
    currency: 'EUR',
    taxRate: row.tax_rate,
    imageUrls: row.image === '' ? [] : [row.image],
    attributes: [],
    categoryId: categoriesOf(row.category).at(-1)?.id ?? '',
    tags: row.tags,
  }));

  return platform.transaction(async (tx) => {
    const addedShelves = await insertCategories(tx.db, categories);
    const addedProducts = await insertProducts(tx.db, products);
    const at = new Date();
    for (const category of categories.filter((shelf) => addedShelves.has(shelf.id))) {
      const path = category.ancestorIds.map((id) => shelves.get(id)?.slug ?? '');
      publishCategory(tx, 'category.created', category, path, at);
    }
    for (const product of addedProducts) publishProduct(tx, 'product.created', product);
    return { categories: addedShelves.size, products: addedProducts.length };
  });
}
