import { noDetails, type ProductDetails } from '../domain/details.ts';
import type { Product } from '../domain/product.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { productFields, productOf } from './rows.ts';

const productColumns = selectList(productFields, 'p');

// By hand: every page of the catalogue reads products, and Prisma's engine costs several times the statement.
async function productsWhere(db: Tx, condition: Prisma.Sql): Promise<Product[]> {
  const rows = await db.$queryRaw<Prisma.ProductModel[]>`
    SELECT ${productColumns} FROM products p WHERE ${condition}`;
  return rows.map(productOf);
}

export const productsById = (db: Tx, ids: readonly string[]): Promise<Product[]> =>
  productsWhere(db, Prisma.sql`p.id = ANY(${[...ids]}::uuid[])`);

/** A product whose price list and price nobody else changes until the transaction ends. Null: there is none. */
export async function lockProduct(db: Tx, id: string): Promise<Product | null> {
  await db.$executeRaw`SELECT FROM products WHERE id = ${id}::uuid FOR UPDATE`;
  return (await productsById(db, [id]))[0] ?? null;
}

export const productsBySlug = (db: Tx, slugs: readonly string[]): Promise<Product[]> =>
  productsWhere(db, Prisma.sql`p.slug = ANY(${[...slugs]}::text[])`);

export const productsBySku = (db: Tx, skus: readonly string[]): Promise<Product[]> =>
  productsWhere(db, Prisma.sql`p.sku = ANY(${[...skus]}::text[])`);

type WrittenHere = 'status' | 'version' | 'createdAt' | 'updatedAt' | 'basePrice' | 'storePrices';

/** A product to add; details that are left out are those of `noDetails`. */
export type NewProduct = Omit<Product, WrittenHere | keyof ProductDetails> & Partial<ProductDetails>;

/** Adds products in one statement; leaves out those whose id, slug or sku is taken. Returns what was added. */
export async function insertProducts(db: Tx, products: readonly NewProduct[]): Promise<Product[]> {
  const complete = products.map((product) => ({
    ...noDetails,
    ...product,
    basePrice: product.price,
    storePrices: [],
  }));
  const rows = JSON.stringify(complete.map((product, position) => ({ ...product, position })));
  const added = await db.$queryRaw<{ id: string; at: Date }[]>`
    INSERT INTO products (id, sku, slug, name, description, brand, size, unit, price, currency, tax_rate, image_urls,
      attributes, category_id, tags, compare_at_price, deposit, ingredients, nutrition, origin, storage, allergens,
      min_per_order, max_per_order, age_limit)
    SELECT id, sku, slug, name, description, brand, size, unit, price, currency, "taxRate",
      ARRAY(SELECT json_array_elements_text("imageUrls")), attributes, "categoryId",
      ARRAY(SELECT json_array_elements_text(tags)), "compareAtPrice", deposit, ingredients, nutrition, origin, storage,
      ARRAY(SELECT json_array_elements_text(allergens)), "minPerOrder", "maxPerOrder", "ageLimit"
    FROM json_to_recordset(${rows}::json) AS r(id uuid, sku text, slug text, name text, description text, brand text,
      size float8, unit text, price bigint, currency text, "taxRate" int, "imageUrls" json, attributes jsonb,
      "categoryId" uuid, tags json, "compareAtPrice" bigint, deposit bigint, ingredients text, nutrition jsonb,
      origin text, storage text, allergens json, "minPerOrder" int, "maxPerOrder" int, "ageLimit" int, position int)
    ORDER BY position
    ON CONFLICT DO NOTHING
    RETURNING id, created_at AS at`;
  const times = new Map(added.map((row) => [row.id, row.at]));
  return complete.flatMap((product) => {
    const at = times.get(product.id);
    if (at === undefined) return [];
    const fresh = { status: 'ACTIVE' as const, version: 1, createdAt: at, updatedAt: at };
    return [{ ...product, ...fresh }];
  });
}

/** Writes a product if it still has the version before `product.version`. False: somebody was faster. */
export async function saveProduct(db: Tx, product: Product): Promise<boolean> {
  const { id, createdAt: _, price, attributes: facts, nutrition, storePrices, ...columns } = product;
  const { count } = await db.product.updateMany({
    where: { id, version: product.version - 1 },
    data: {
      ...columns,
      price: BigInt(price),
      attributes: facts.map((fact) => ({ ...fact })),
      storePrices: storePrices.map((one) => ({ ...one })),
      nutrition: nutrition === null ? Prisma.DbNull : { ...nutrition },
    },
  });
  return count === 1;
}

/** Takes a product out of the shop. Null: there is none, or it is archived already. */
export async function archiveProduct(db: Tx, id: string, at: Date): Promise<Product | null> {
  return changeStatus(db, id, { from: 'ACTIVE', to: 'ARCHIVED', at, deletedAt: at });
}

/** Puts an archived product back into the shop. Null: there is none, or it is not archived. */
export async function restoreProduct(db: Tx, id: string, at: Date): Promise<Product | null> {
  return changeStatus(db, id, { from: 'ARCHIVED', to: 'ACTIVE', at, deletedAt: null });
}

async function changeStatus(
  db: Tx,
  id: string,
  change: { from: Product['status']; to: Product['status']; at: Date; deletedAt: Date | null },
): Promise<Product | null> {
  const [row] = await db.product.updateManyAndReturn({
    where: { id, status: change.from },
    data: {
      status: change.to,
      version: { increment: 1 },
      updatedAt: change.at,
      deletedAt: change.deletedAt,
    },
  });
  return row === undefined ? null : productOf(row);
}

/** How many products of a category are sold. */
export async function countSold(db: Tx, categoryId: string): Promise<number> {
  return db.product.count({ where: { categoryId, status: 'ACTIVE' } });
}

/** Whether a write failed because another row has the value of a unique column. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
