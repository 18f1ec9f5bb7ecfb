import type { Category } from '../domain/category.ts';
import {
  categoriesBySlug,
  findCategory,
  lockTree,
  saveCategory,
  subtreeOf,
  touchBelow,
} from '../store/categories.ts';
import { auditCategory } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexBelow } from './indexOutdated.ts';
import { publishCategories } from './publishCategories.ts';

export type UpdateCategoryResult =
  | { readonly kind: 'done'; readonly category: Category }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'slug_taken' };

/**
 * Renames a category that has `expectedVersion`. Products are found by its new name; categories below get a new
 * version when the slug changes, because it is part of their paths.
 */
export async function updateCategory(
  deps: Deps,
  command: {
    actorId: string;
    categoryId: string;
    expectedVersion: number;
    name: string | undefined;
    slug: string | undefined;
  },
): Promise<UpdateCategoryResult> {
  const { actorId, categoryId, expectedVersion } = command;
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const before = await findCategory(tx.db, categoryId);
    if (before === null) return { kind: 'not_found' };
    if (before.version !== expectedVersion) {
      return { kind: 'version_conflict', currentVersion: before.version };
    }
    const { name = before.name, slug = before.slug } = command;
    if (slug !== before.slug && (await categoriesBySlug(tx.db, [slug])).length > 0) {
      return { kind: 'slug_taken' };
    }
    const category = { ...before, name, slug, version: before.version + 1 };
    await saveCategory(tx.db, category, now);
    if (slug !== before.slug) await touchBelow(tx.db, category, now);
    if (name !== before.name) await indexBelow(tx.db, categoryId);
    const changed = slug === before.slug ? [category] : await subtreeOf(tx.db, categoryId);
    await publishCategories(tx, 'category.updated', changed, now);
    await auditCategory(tx, deps, { actorId, action: 'CATEGORY_UPDATED' }, before, category);
    return { kind: 'done', category };
  });
}
