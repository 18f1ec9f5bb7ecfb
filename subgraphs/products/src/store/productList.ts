import { isStorable, type Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Product } from '../domain/product.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { categoryIdsBelow } from './categories.ts';
import type { Tx } from './database.ts';
import { productOf } from './rows.ts';

/** Which products; conditions add up. */
export interface Listing {
  readonly search: string | null;
  /** This category and those below. */
  readonly categoryId: string | null;
  /** Minor units. */
  readonly priceFrom: number | null;
  readonly priceTo: number | null;
  /** One of these; null: any. */
  readonly brands: readonly string[] | null;
  /** All of these. */
  readonly tags: readonly string[] | null;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

export type Order = 'RELEVANCE' | 'NAME' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST';

/** A product and how far it is from the search: 0 without one, smaller (negative) is better. */
export interface Listed {
  readonly product: Product;
  readonly distance: number;
}

/**
 * Place of a product in a list: order, sort value, id. The order is part of it, so that a cursor of another order is
 * refused.
 */
export type ProductKey = readonly [Order, number | string, string] | readonly [Order, number, string, string];

interface Ordering {
  readonly key: z.ZodType<ProductKey>;
  readonly columns: Prisma.Sql;
  readonly descending: boolean;
  keyOf(listed: Listed): ProductKey;
  /** The key as a row, without the order. */
  values(key: ProductKey): Prisma.Sql;
}

const id = z.uuid();
/** As a database can compare it, whoever wrote the cursor. */
const text = z.string().max(200).refine(isStorable);
const MAX_DATE_MS = 8_640_000_000_000_000;
const byNumber = (order: Order, max = Number.MAX_SAFE_INTEGER) =>
  z.tuple([z.literal(order), z.number().int().min(0).max(max), id]);

const orderings: Readonly<Record<Order, Ordering>> = {
  RELEVANCE: {
    key: z.tuple([z.literal('RELEVANCE'), z.number().int().min(-2_147_483_648).max(0), text, id]),
    columns: Prisma.sql`distance, name, id`,
    descending: false,
    keyOf: ({ product, distance }) => ['RELEVANCE', distance, product.name, product.id],
    values: ([, distance, name, last]) => Prisma.sql`${distance}::int, ${name}::text, ${last}::uuid`,
  },
  NAME: {
    key: z.tuple([z.literal('NAME'), text, id]),
    columns: Prisma.sql`name, id`,
    descending: false,
    keyOf: ({ product }) => ['NAME', product.name, product.id],
    values: ([, name, last]) => Prisma.sql`${name}::text, ${last}::uuid`,
  },
  PRICE_ASC: {
    key: byNumber('PRICE_ASC'),
    columns: Prisma.sql`price, id`,
    descending: false,
    keyOf: ({ product }) => ['PRICE_ASC', product.price, product.id],
    values: ([, price, last]) => Prisma.sql`${price}::bigint, ${last}::uuid`,
  },
  PRICE_DESC: {
    key: byNumber('PRICE_DESC'),
    columns: Prisma.sql`price, id`,
    descending: true,
    keyOf: ({ product }) => ['PRICE_DESC', product.price, product.id],
    values: ([, price, last]) => Prisma.sql`${price}::bigint, ${last}::uuid`,
  },
  NEWEST: {
    key: byNumber('NEWEST', MAX_DATE_MS),
    columns: Prisma.sql`created_at, id`,
    descending: true,
    keyOf: ({ product }) => ['NEWEST', product.createdAt.getTime(), product.id],
    values: ([, at, last]) => Prisma.sql`to_timestamp(${at}::float8 / 1000)::timestamptz(3), ${last}::uuid`,
  },
};

/** Without a search nothing is more relevant than another: by name. */
export function orderOf(sort: Order, search: string | null): Order {
  return sort === 'RELEVANCE' && search === null ? 'NAME' : sort;
}

export const keySchema = (order: Order): z.ZodType<ProductKey> => orderings[order].key;
export const keyOf = (order: Order, listed: Listed): ProductKey => orderings[order].keyOf(listed);

const columns = Prisma.sql`id, sku, slug, name, description, brand, size, unit, price, currency, tax_rate AS "taxRate",
  image_urls AS "imageUrls", attributes, category_id AS "categoryId", tags, status, version,
  created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

function conditionsOf(listing: Listing, shelves: readonly string[] | null): Prisma.Sql[] {
  const { priceFrom, priceTo, brands, tags, status } = listing;
  // As a literal: only then does Postgres know that the partial indexes fit.
  const all = [status === 'ACTIVE' ? Prisma.sql`status = 'ACTIVE'` : Prisma.sql`status = 'ARCHIVED'`];
  if (shelves !== null) all.push(Prisma.sql`category_id = ANY(${[...shelves]}::uuid[])`);
  if (priceFrom !== null) all.push(Prisma.sql`price >= ${priceFrom}::bigint`);
  if (priceTo !== null) all.push(Prisma.sql`price <= ${priceTo}::bigint`);
  if (brands !== null) all.push(Prisma.sql`brand = ANY(${[...brands]}::text[])`);
  if (tags !== null) all.push(Prisma.sql`tags @> ${[...tags]}::text[]`);
  return all;
}

/** What is searched. Materialized, so that it is parsed once and not for each product. */
const queryOf = (search: string): Prisma.Sql => Prisma.sql`
  WITH query AS MATERIALIZED (SELECT product_query(${search}::text) AS q)`;

/** Products of a page, in reading order, one more than it holds. */
export async function listProducts(
  db: Tx,
  listing: Listing,
  order: Order,
  page: Page<ProductKey>,
): Promise<Listed[]> {
  const { columns: keys, descending, values } = orderings[order];
  const downwards = descending !== page.backward;
  // Looked up first: Postgres then knows whether few products stand there or many, and reads accordingly.
  const shelves = listing.categoryId === null ? null : await categoryIdsBelow(db, listing.categoryId);
  const conditions = conditionsOf(listing, shelves);
  const after =
    page.cursor === null
      ? Prisma.empty
      : Prisma.sql`WHERE (${keys}) ${downwards ? Prisma.sql`<` : Prisma.sql`>`} (${values(page.cursor)})`;
  const sorted = downwards
    ? Prisma.join(keys.sql.split(', ').map((column) => Prisma.raw(`${column} DESC`)))
    : keys;
  const { search } = listing;
  const found =
    search === null
      ? Prisma.sql`SELECT *, 0 AS distance FROM products WHERE ${Prisma.join(conditions, ' AND ')}`
      : Prisma.sql`SELECT products.*, -round(ts_rank(search, q) * 1000000)::int AS distance
          FROM query, products WHERE search @@ q AND ${Prisma.join(conditions, ' AND ')}`;
  const rows = await db.$queryRaw<(Prisma.ProductModel & { readonly distance: number })[]>`
    ${search === null ? Prisma.empty : queryOf(search)}
    SELECT ${columns}, distance FROM (${found}) AS found ${after}
    ORDER BY ${sorted} LIMIT ${page.limit + 1}`;
  return rows.map(({ distance, ...row }) => ({ product: productOf(row), distance }));
}
