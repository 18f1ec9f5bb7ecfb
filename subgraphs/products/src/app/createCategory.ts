import { type Category, newCategory } from '../domain/category.ts';
import { slugsOfCategory } from '../domain/slugs.ts';
import { findPlace, insertCategories, lockTree } from '../store/categories.ts';
import { auditCategory } from './audit.ts';
import type { Deps } from './deps.ts';
import { publishCategories } from './publishCategories.ts';

export type CreateCategoryResult =
  | { readonly kind: 'done'; readonly category: Category }
  | { readonly kind: 'parent_not_found' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'slug_taken' };

/** Adds a category below `parentId` (null: at the top). `slug` null: one is made from the name. */
export async function createCategory(
  deps: Deps,
  command: { actorId: string; name: string; slug: string | null; parentId: string | null },
): Promise<CreateCategoryResult> {
  const { actorId, name, parentId } = command;
  const id = deps.newId();
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const place = await findPlace(tx.db, parentId);
    if (place === null) return { kind: 'parent_not_found' };
    const slugs =
      command.slug === null ? slugsOfCategory({ name, id }, place.parent?.slug ?? null) : [command.slug];
    for (const slug of slugs) {
      const placed = newCategory(place.parent, place.siblings, { id, slug, name });
      if (placed.kind === 'refused') return placed;
      const { category } = placed;
      if ((await insertCategories(tx.db, [category])).size === 0) continue;
      await publishCategories(tx, 'category.created', [category], now);
      await auditCategory(tx, deps, { actorId, action: 'CATEGORY_CREATED' }, null, category);
      return { kind: 'done', category };
    }
    return { kind: 'slug_taken' };
  });
}
