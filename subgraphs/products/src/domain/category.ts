/** A category of the shop; categories form a tree. */
export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parentId: string | null;
  /** From the top down to this one, which is the last. */
  readonly ancestorIds: string[];
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly version: number;
}

/** Levels of the tree; a CHECK of the database holds it too. */
export const MAX_LEVELS = 6;

/** Categories right below another one, and at the top: a client gets them all at once. */
export const MAX_CHILDREN = 200;

/** 0 at the top. */
export const depthOf = (category: Pick<Category, 'ancestorIds'>): number => category.ancestorIds.length - 1;

/** Categories that one move may take along: each has an event of its own. */
export const MAX_MOVED = 1_000;

/** Where a category may stand, or why it cannot; the reason ends a sentence about the parent. */
type Placement =
  | { readonly kind: 'placed'; readonly category: Category }
  | { readonly kind: 'refused'; readonly reason: string };

/** Why `levels` levels cannot stand below `parent` (null: at the top) beside `siblings` others; null if they can. */
function placementProblem(parent: Category | null, siblings: number, levels: number): string | null {
  if ((parent?.ancestorIds.length ?? 0) + levels > MAX_LEVELS) {
    return `must not be deeper than ${MAX_LEVELS} levels`;
  }
  if (siblings >= MAX_CHILDREN) return `must not have more than ${MAX_CHILDREN} categories`;
  return null;
}

/** A new category below `parent` (null: at the top), which has `siblings` others. */
export function newCategory(
  parent: Category | null,
  siblings: number,
  category: Pick<Category, 'id' | 'slug' | 'name'>,
): Placement {
  const reason = placementProblem(parent, siblings, 1);
  if (reason !== null) return { kind: 'refused', reason };
  const ancestorIds = [...(parent?.ancestorIds ?? []), category.id];
  return {
    kind: 'placed',
    category: { ...category, parentId: parent?.id ?? null, ancestorIds, status: 'ACTIVE', version: 1 },
  };
}

/** An archived category back in its place below `parent` (null: at the top), which has `siblings` others. */
export function restoreCategory(category: Category, parent: Category | null, siblings: number): Placement {
  const reason = placementProblem(parent, siblings, 1);
  if (reason !== null) return { kind: 'refused', reason };
  return { kind: 'placed', category: { ...category, status: 'ACTIVE', version: category.version + 1 } };
}

/**
 * A category moved below `parent` (null: to the top), which has `siblings` others. `subtree` is the category and all
 * below it, which go along.
 */
export function moveCategory(
  category: Category,
  subtree: readonly Category[],
  parent: Category | null,
  siblings: number,
): Placement {
  if (parent?.ancestorIds.includes(category.id)) {
    return { kind: 'refused', reason: 'must not be the category itself or one below it' };
  }
  if (subtree.length > MAX_MOVED) {
    return { kind: 'refused', reason: `cannot change with more than ${MAX_MOVED} categories below` };
  }
  const depth = category.ancestorIds.length;
  const levels = Math.max(...subtree.map(({ ancestorIds }) => ancestorIds.length - depth + 1));
  const reason = placementProblem(parent, siblings, levels);
  if (reason !== null) return { kind: 'refused', reason };
  const ancestorIds = [...(parent?.ancestorIds ?? []), category.id];
  return {
    kind: 'placed',
    category: { ...category, parentId: parent?.id ?? null, ancestorIds, version: category.version + 1 },
  };
}
