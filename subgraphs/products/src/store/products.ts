import { z } from 'zod';
import { type Product, UNITS } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Client } from './database.ts';

type Row = Prisma.ProductModel;

const unit = z.enum(UNITS);
const status = z.enum(['ACTIVE', 'ARCHIVED']);
const attributes = z.array(z.object({ name: z.string(), value: z.string() }));

export function productOf(row: Row): Product {
  const { price, attributes: facts, unit: symbol, status: state, deletedAt: _, ...rest } = row;
  return {
    ...rest,
    unit: unit.parse(symbol),
    price: Number(price),
    attributes: attributes.parse(facts),
    status: status.parse(state),
  };
}

export async function productsById(db: Client, ids: readonly string[]): Promise<Product[]> {
  return (await db.product.findMany({ where: { id: { in: [...ids] } } })).map(productOf);
}

export async function productsBySlug(db: Client, slugs: readonly string[]): Promise<Product[]> {
  return (await db.product.findMany({ where: { slug: { in: [...slugs] } } })).map(productOf);
}

export async function productsBySku(db: Client, skus: readonly string[]): Promise<Product[]> {
  return (await db.product.findMany({ where: { sku: { in: [...skus] } } })).map(productOf);
}

export type NewProduct = Omit<Product, 'status' | 'version' | 'createdAt' | 'updatedAt'>;

/** Adds products in one statement; leaves out those whose id, slug or sku is taken. Returns what was added. */
export async function insertProducts(db: Client, products: readonly NewProduct[]): Promise<Product[]> {
  const rows = JSON.stringify(products.map((product, position) => ({ ...product, position })));
  const added = await db.$queryRaw<{ id: string; at: Date }[]>`
    INSERT INTO products (id, sku, slug, name, description, brand, size, unit, price, currency, tax_rate, image_urls,
      attributes, category_id, tags)
    SELECT id, sku, slug, name, description, brand, size, unit, price, currency, "taxRate",
      ARRAY(SELECT json_array_elements_text("imageUrls")), attributes, "categoryId",
      ARRAY(SELECT json_array_elements_text(tags))
    FROM json_to_recordset(${rows}::json) AS r(id uuid, sku text, slug text, name text, description text, brand text,
      size float8, unit text, price bigint, currency text, "taxRate" int, "imageUrls" json, attributes jsonb,
      "categoryId" uuid, tags json, position int)
    ORDER BY position
    ON CONFLICT DO NOTHING
    RETURNING id, created_at AS at`;
  const times = new Map(added.map((row) => [row.id, row.at]));
  return products.flatMap((product) => {
    const at = times.get(product.id);
    if (at === undefined) return [];
    return [{ ...product, status: 'ACTIVE' as const, version: 1, createdAt: at, updatedAt: at }];
  });
}

/** Writes a product if it still has the version before `product.version`. False: somebody was faster. */
export async function saveProduct(db: Client, product: Product): Promise<boolean> {
  const { id, createdAt: _, price, attributes: facts, ...columns } = product;
  const { count } = await db.product.updateMany({
    where: { id, version: product.version - 1 },
    data: { ...columns, price: BigInt(price), attributes: facts.map((fact) => ({ ...fact })) },
  });
  return count === 1;
}

/** Takes a product out of the shop. Null: there is none, or it is archived already. */
export async function archiveProduct(db: Client, id: string, at: Date): Promise<Product | null> {
  const [row] = await db.product.updateManyAndReturn({
    where: { id, status: 'ACTIVE' },
    data: { status: 'ARCHIVED', version: { increment: 1 }, updatedAt: at, deletedAt: at },
  });
  return row === undefined ? null : productOf(row);
}
