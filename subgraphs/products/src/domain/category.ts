/** A shelf of the shop. */
export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parentId: string | null;
  /** From the top down to this one, which is the last. */
  readonly ancestorIds: string[];
  readonly version: number;
}

/** Levels of the tree; a CHECK of the database holds it too. */
export const MAX_LEVELS = 6;

/** Shelves right below another one, and at the top: a client gets them all at once. */
export const MAX_CHILDREN = 200;

/** 0 at the top. */
export const depthOf = (category: Pick<Category, 'ancestorIds'>): number => category.ancestorIds.length - 1;

/** A new shelf below `parent` (null: at the top), or why it cannot be there. */
export function shelfBelow(
  parent: Category | null,
  siblings: number,
  shelf: Pick<Category, 'id' | 'slug' | 'name'>,
): { readonly category: Category } | { readonly refused: string } {
  if (parent && parent.ancestorIds.length >= MAX_LEVELS) {
    return { refused: `must not be deeper than ${MAX_LEVELS} levels` };
  }
  if (siblings >= MAX_CHILDREN) return { refused: `must not have more than ${MAX_CHILDREN} shelves` };
  const ancestorIds = [...(parent?.ancestorIds ?? []), shelf.id];
  return { category: { ...shelf, parentId: parent?.id ?? null, ancestorIds, version: 1 } };
}
