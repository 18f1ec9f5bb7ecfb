import type { Content } from '../domain/candidates.ts';
import type { Order } from '../domain/order.ts';
import type { SoldProduct } from '../domain/substitution.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

/** A product as the catalogue has it. */
export interface CatalogueEntry extends SoldProduct {
  readonly categoryId: string;
  readonly content: Content | null;
  /** Prices of stores that differ from `price`, minor units. */
  readonly storePrices: readonly { readonly storeId: string; readonly price: number }[];
  /** Years; null: sold to everybody. */
  readonly ageLimit: number | null;
}

/** Keeps what a product would be as a line of an order. Newer wins; the inbox drops what is older. */
export async function putProduct(db: Tx, product: CatalogueEntry): Promise<void> {
  const { productId, sku, name, packaging, imageUrl, price, currency, taxRate, categoryId } = product;
  const { content, ageLimit, storePrices } = product;
  await db.$executeRaw`
    INSERT INTO catalogue_products (product_id, sku, name, packaging, image_url, price, currency, tax_rate, category_id, size, unit,
      age_limit, store_prices)
    VALUES (${productId}::uuid, ${sku}, ${name}, ${packaging}, ${imageUrl}, ${price}, ${currency}, ${taxRate},
            ${categoryId}::uuid, ${content?.size ?? null}, ${content?.unit ?? null}, ${ageLimit},
            ${JSON.stringify(storePrices)}::jsonb)
    ON CONFLICT (product_id) DO UPDATE
       SET sku = excluded.sku, name = excluded.name, packaging = excluded.packaging, image_url = excluded.image_url,
           price = excluded.price, currency = excluded.currency, tax_rate = excluded.tax_rate,
           category_id = excluded.category_id, size = excluded.size, unit = excluded.unit,
           age_limit = excluded.age_limit, store_prices = excluded.store_prices`;
}

/**
 * Keeps how many pieces of products stores can sell.
 * @param stock one row per store and product, in the order in which rows are locked
 */
export async function putStock(
  db: Tx,
  stock: readonly { readonly storeId: string; readonly productId: string; readonly available: number }[],
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO store_stock (store_id, product_id, available)
    SELECT "storeId", "productId", available
      FROM json_to_recordset(${JSON.stringify(stock)}::json) AS r("storeId" uuid, "productId" uuid, available int)
    ON CONFLICT (store_id, product_id) DO UPDATE SET available = excluded.available`;
}

/** The price of a catalogue's product in a store, as SQL. */
export const priceInStore = (product: Prisma.Sql, storeId: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce((
  SELECT (e ->> 'price')::bigint FROM jsonb_array_elements(${product}.store_prices) e WHERE e ->> 'storeId' = ${storeId}::text),
  ${product}.price)`;

/**
 * Those among these products that can become part of an order, at the prices of its store, in the order of the ids: sold in
 * its currency, and to who has the age that was confirmed for it.
 */
export async function soldAmong(
  db: Tx,
  productIds: readonly string[],
  { storeId, totals: { currency }, ageLimit }: Pick<Order, 'storeId' | 'totals' | 'ageLimit'>,
): Promise<SoldProduct[]> {
  const rows = await db.$queryRaw<(Omit<SoldProduct, 'price'> & { readonly price: bigint })[]>`
    SELECT p.product_id AS "productId", p.sku, p.name, p.packaging, p.image_url AS "imageUrl",
      ${priceInStore(Prisma.sql`p`, Prisma.sql`${storeId}`)} AS price, p.currency,
      p.tax_rate AS "taxRate"
    FROM catalogue_products p
    WHERE p.product_id = ANY(${[...productIds]}::uuid[]) AND p.currency = ${currency}
      AND (p.age_limit IS NULL OR p.age_limit <= ${ageLimit}::int)
      AND NOT EXISTS (SELECT FROM withdrawn_products w WHERE w.product_id = p.product_id)
    ORDER BY array_position(${[...productIds]}::uuid[], p.product_id)`;
  return rows.map((row) => ({ ...row, price: Number(row.price) }));
}
