import { type Category, moveCategory as move } from '../domain/category.ts';
import {
  findCategory,
  findPlace,
  lockTree,
  saveCategory,
  subtreeOf,
  touchBelow,
} from '../store/categories.ts';
import { auditCategory } from './audit.ts';
import type { Deps } from './deps.ts';
import { indexBelow } from './indexOutdated.ts';
import { publishCategories } from './publishCategories.ts';

export type MoveCategoryResult =
  | { readonly kind: 'done'; readonly category: Category }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'parent_not_found' }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Moves a category that has `expectedVersion`, with all below it, below `parentId` (null: to the top). */
export async function moveCategory(
  deps: Deps,
  command: { actorId: string; categoryId: string; expectedVersion: number; parentId: string | null },
): Promise<MoveCategoryResult> {
  const { actorId, categoryId, expectedVersion, parentId } = command;
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const before = await findCategory(tx.db, categoryId);
    if (before === null) return { kind: 'not_found' };
    if (before.version !== expectedVersion) {
      return { kind: 'version_conflict', currentVersion: before.version };
    }
    if (before.parentId === parentId) return { kind: 'done', category: before };
    const place = await findPlace(tx.db, parentId);
    if (place === null) return { kind: 'parent_not_found' };
    const placed = move(before, await subtreeOf(tx.db, categoryId), place.parent, place.siblings);
    if (placed.kind === 'refused') return placed;
    const { category } = placed;
    await saveCategory(tx.db, category, now);
    await touchBelow(tx.db, category, now);
    await indexBelow(tx.db, categoryId);
    await publishCategories(tx, 'category.updated', await subtreeOf(tx.db, categoryId), now);
    await auditCategory(tx, deps, { actorId, action: 'CATEGORY_MOVED' }, before, category);
    return { kind: 'done', category };
  });
}
