import type { Category } from '../domain/category.ts';
import { countActiveBelow, lockCategory, lockTree, saveCategory } from '../store/categories.ts';
import { countSold } from '../store/products.ts';
import { auditCategory } from './audit.ts';
import type { Deps } from './deps.ts';
import { publishCategories } from './publishCategories.ts';

export type ArchiveCategoryResult =
  | { readonly kind: 'done'; readonly category: Category }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_empty'; readonly productCount: number; readonly categoryCount: number };

/** Takes an empty category out of the shop; one that is archived already stays as it is. */
export async function archiveCategory(
  deps: Deps,
  { actorId, categoryId }: { actorId: string; categoryId: string },
): Promise<ArchiveCategoryResult> {
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    await lockTree(tx.db);
    const before = await lockCategory(tx.db, categoryId);
    if (before === null) return { kind: 'not_found' };
    if (before.status === 'ARCHIVED') return { kind: 'done', category: before };
    const productCount = await countSold(tx.db, categoryId);
    const categoryCount = await countActiveBelow(tx.db, categoryId);
    if (productCount + categoryCount > 0) return { kind: 'not_empty', productCount, categoryCount };
    const category = { ...before, status: 'ARCHIVED' as const, version: before.version + 1 };
    await saveCategory(tx.db, category, now);
    await publishCategories(tx, 'category.deleted', [category], now);
    await auditCategory(tx, deps, { actorId, action: 'CATEGORY_ARCHIVED' }, before, category);
    return { kind: 'done', category };
  });
}
