import { type Category, MAX_CHILDREN } from '../domain/category.ts';
import type { Category as Row } from '../generated/prisma/client.ts';
import type { Client } from './database.ts';

export function categoryOf({ createdAt: _, updatedAt: __, ...row }: Row): Category {
  return row;
}

export async function categoriesById(db: Client, ids: readonly string[]): Promise<Category[]> {
  return (await db.category.findMany({ where: { id: { in: [...ids] } } })).map(categoryOf);
}

export async function categoriesBySlug(db: Client, slugs: readonly string[]): Promise<Category[]> {
  return (await db.category.findMany({ where: { slug: { in: [...slugs] } } })).map(categoryOf);
}

/** Shelves right below each of these, by name. */
export async function childrenOf(db: Client, parentIds: readonly string[]): Promise<Category[]> {
  const where = { parentId: { in: [...parentIds] } };
  return (await db.category.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }] })).map(categoryOf);
}

/** A category and all below it. */
export async function categoryIdsBelow(db: Client, id: string): Promise<string[]> {
  const rows = await db.category.findMany({ where: { ancestorIds: { has: id } }, select: { id: true } });
  return rows.map((row) => row.id);
}

/** The top of the tree, by name. */
export async function topCategories(db: Client): Promise<Category[]> {
  const orderBy = [{ name: 'asc' as const }, { id: 'asc' as const }];
  return (await db.category.findMany({ where: { parentId: null }, orderBy, take: MAX_CHILDREN })).map(
    categoryOf,
  );
}

/** Any number that nothing else locks: whoever adds a shelf at the top waits for the others. */
const TOP_LOCK = 7_215_117;

/**
 * The shelf that another one is added to, and how many are there, under a lock: nobody else adds one until the
 * transaction ends. Null: there is no such shelf.
 */
export async function lockShelf(
  db: Client,
  parentId: string | null,
): Promise<{ readonly parent: Category | null; readonly children: number } | null> {
  if (parentId === null) await db.$executeRaw`SELECT pg_advisory_xact_lock(${TOP_LOCK}::bigint)`;
  else await db.$executeRaw`SELECT 1 FROM categories WHERE id = ${parentId}::uuid FOR NO KEY UPDATE`;
  const [parent] = parentId === null ? [null] : await categoriesById(db, [parentId]);
  if (parent === undefined) return null;
  return { parent, children: await db.category.count({ where: { parentId } }) };
}

/** Adds categories, parents first; leaves out those whose id or slug is taken. Returns the ids that were added. */
export async function insertCategories(db: Client, categories: readonly Category[]): Promise<Set<string>> {
  const rows = JSON.stringify(
    categories.map((category) => ({
      id: category.id,
      slug: category.slug,
      name: category.name,
      parent_id: category.parentId,
      // Postgres' own notation: json_to_recordset reads it into an array.
      ancestor_ids: `{${category.ancestorIds.join(',')}}`,
    })),
  );
  const added = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO categories (id, slug, name, parent_id, ancestor_ids)
    SELECT id, slug, name, parent_id, ancestor_ids::uuid[]
    FROM json_to_recordset(${rows}::json) AS r(id uuid, slug text, name text, parent_id uuid, ancestor_ids text)
    ON CONFLICT DO NOTHING
    RETURNING id`;
  return new Set(added.map((row) => row.id));
}
