import { type Category, restoreCategory as restore } from '../domain/category.ts';
import { findPlace, lockCategory, lockTree, saveCategory } from '../store/categories.ts';
import { auditCategory } from './audit.ts';
import type { Deps } from './deps.ts';
import { publishCategories } from './publishCategories.ts';

export type RestoreCategoryResult =
  | { readonly kind: 'done'; readonly category: Category }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'parent_archived' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Puts an archived category back into the shop, where it was; one that is there stays as it is. */
export async function restoreCategory(
  deps: Deps,
  { actorId, categoryId }: { actorId: string; categoryId: string },
): Promise<RestoreCategoryResult> {
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const before = await lockCategory(tx.db, categoryId);
    if (before === null) return { kind: 'not_found' };
    if (before.status === 'ACTIVE') return { kind: 'done', category: before };
    const place = await findPlace(tx.db, before.parentId);
    if (place === null) return { kind: 'parent_archived' };
    const placed = restore(before, place.parent, place.siblings);
    if (placed.kind === 'refused') return placed;
    const { category } = placed;
    await saveCategory(tx.db, category, now);
    await publishCategories(tx, 'category.updated', [category], now);
    await auditCategory(tx, deps, { actorId, action: 'CATEGORY_RESTORED' }, before, category);
    return { kind: 'done', category };
  });
}
