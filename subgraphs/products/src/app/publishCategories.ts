import type { Category } from '../domain/category.ts';
import { publishCategory } from '../events/publish.ts';
import { categoriesById } from '../store/categories.ts';
import type { ProductsTransaction } from './deps.ts';

/** Publishes the new versions of categories, each with its path from the top of the tree. */
export async function publishCategories(
  tx: ProductsTransaction,
  type: 'category.created' | 'category.updated' | 'category.deleted',
  categories: readonly Category[],
  at: Date,
): Promise<void> {
  const ids = [...new Set(categories.flatMap(({ ancestorIds }) => ancestorIds))];
  const slugs = new Map((await categoriesById(tx.db, ids)).map(({ id, slug }) => [id, slug]));
  for (const category of categories) {
    const path = category.ancestorIds.map((id) => slugs.get(id) ?? category.slug);
    publishCategory(tx, type, category, path, at);
  }
}
