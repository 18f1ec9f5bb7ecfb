import { type Category, MAX_CHILDREN } from '../domain/category.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { categoryFields, categoryOf } from './rows.ts';

const categoryColumns = selectList(categoryFields, 'c');

// By hand, like products: every page of the catalogue reads categories.
async function categoriesWhere(db: Tx, condition: Prisma.Sql): Promise<Category[]> {
  const rows = await db.$queryRaw<Prisma.CategoryModel[]>`
    SELECT ${categoryColumns} FROM categories c WHERE ${condition}`;
  return rows.map(categoryOf);
}

export const categoriesById = (db: Tx, ids: readonly string[]): Promise<Category[]> =>
  categoriesWhere(db, Prisma.sql`c.id = ANY(${[...ids]}::uuid[])`);

export const categoriesBySlug = (db: Tx, slugs: readonly string[]): Promise<Category[]> =>
  categoriesWhere(db, Prisma.sql`c.slug = ANY(${[...slugs]}::text[])`);

/** Categories right below each of these that are not archived, by name. */
export async function childrenOf(db: Tx, parentIds: readonly string[]): Promise<Category[]> {
  const where = { parentId: { in: [...parentIds] }, status: 'ACTIVE' };
  return (await db.category.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }] })).map(categoryOf);
}

/** A category and all below it. */
export async function categoryIdsBelow(db: Tx, id: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM categories WHERE ancestor_ids @> ARRAY[${id}::uuid]`;
  return rows.map((row) => row.id);
}

/** The top of the tree that is not archived, by name. */
export async function topCategories(db: Tx): Promise<Category[]> {
  const orderBy = [{ name: 'asc' as const }, { id: 'asc' as const }];
  return (
    await db.category.findMany({ where: { parentId: null, status: 'ACTIVE' }, orderBy, take: MAX_CHILDREN })
  ).map(categoryOf);
}

/** Any number that nothing else locks. */
const TREE_LOCK = 7_215_117;

/** Whoever changes the tree waits for the others until the transaction ends. */
export async function lockTree(db: Tx): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${TREE_LOCK}::bigint)`;
}

/**
 * A category that products are put into, which is not archived before the transaction ends. Null: there is none, or it
 * is archived.
 */
export async function shareCategory(db: Tx, id: string): Promise<Category | null> {
  await db.$executeRaw`SELECT 1 FROM categories WHERE id = ${id}::uuid FOR SHARE`;
  return findActive(db, id);
}

/** A category under its lock; products cannot be put into it until the transaction ends. Null: there is none. */
export async function lockCategory(db: Tx, id: string): Promise<Category | null> {
  await db.$executeRaw`SELECT 1 FROM categories WHERE id = ${id}::uuid FOR UPDATE`;
  return findCategory(db, id);
}

export async function findCategory(db: Tx, id: string): Promise<Category | null> {
  return (await categoriesById(db, [id]))[0] ?? null;
}

async function findActive(db: Tx, id: string): Promise<Category | null> {
  const category = await findCategory(db, id);
  return category?.status === 'ACTIVE' ? category : null;
}

/** A place for a category: the parent (null: at the top) and how many active categories are there. */
export interface Place {
  readonly parent: Category | null;
  readonly siblings: number;
}

/** The place below `parentId` (null: at the top). Null: there is no such category, or it is archived. */
export async function findPlace(db: Tx, parentId: string | null): Promise<Place | null> {
  const parent = parentId === null ? null : await findActive(db, parentId);
  if (parent === null && parentId !== null) return null;
  return { parent, siblings: await countActiveBelow(db, parentId) };
}

/** How many active categories are right below another one, or at the top (null). */
export async function countActiveBelow(db: Tx, parentId: string | null): Promise<number> {
  return db.category.count({ where: { parentId, status: 'ACTIVE' } });
}

/** A category and all below it, parents first. */
export async function subtreeOf(db: Tx, id: string): Promise<Category[]> {
  const rows = await db.category.findMany({ where: { ancestorIds: { has: id } } });
  return rows.map(categoryOf).sort((one, other) => one.ancestorIds.length - other.ancestorIds.length);
}

/** Writes a category whose version is one higher than the stored one. False: somebody was faster. */
export async function saveCategory(db: Tx, category: Category, at: Date): Promise<boolean> {
  const { id, ...columns } = category;
  const { count } = await db.category.updateMany({
    where: { id, version: category.version - 1 },
    data: { ...columns, updatedAt: at },
  });
  return count === 1;
}

/**
 * Puts all categories below a moved one, which is written already, behind its ancestors, and adds 1 to their versions:
 * their path has changed.
 */
export async function touchBelow(db: Tx, moved: Category, at: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE categories
       SET ancestor_ids = ${[...moved.ancestorIds]}::uuid[]
             || ancestor_ids[array_position(ancestor_ids, ${moved.id}::uuid) + 1 :],
           version = version + 1, updated_at = ${at}
     WHERE ancestor_ids @> ARRAY[${moved.id}::uuid] AND id <> ${moved.id}::uuid`;
}

export type NewCategory = Pick<Category, 'id' | 'slug' | 'name' | 'parentId' | 'ancestorIds'>;

/** Adds categories, parents first; leaves out those whose id or slug is taken. Returns the ids that were added. */
export async function insertCategories(db: Tx, categories: readonly NewCategory[]): Promise<Set<string>> {
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
