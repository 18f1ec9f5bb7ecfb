import type { Listing, Order } from '../domain/search/listing.ts';
import type { Hit, Reading } from '../domain/search/productSearch.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { categoryIdsBelow } from './categories.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { productFields, productOf } from './rows.ts';
import { type ProductKey, readingOf } from './search/orderings.ts';

function conditionsOf(listing: Listing, shelves: readonly string[] | null): Prisma.Sql[] {
  const { priceFrom, priceTo, brands, tags, inStockAt, status } = listing;
  // As a literal: only then does Postgres know that the partial indexes fit.
  const all = [status === 'ACTIVE' ? Prisma.sql`status = 'ACTIVE'` : Prisma.sql`status = 'ARCHIVED'`];
  if (shelves !== null) all.push(Prisma.sql`category_id = ANY(${[...shelves]}::uuid[])`);
  if (priceFrom !== null) all.push(Prisma.sql`price >= ${priceFrom}::bigint`);
  if (priceTo !== null) all.push(Prisma.sql`price <= ${priceTo}::bigint`);
  if (brands !== null) all.push(Prisma.sql`brand = ANY(${[...brands]}::text[])`);
  if (tags !== null) all.push(Prisma.sql`tags @> ${[...tags]}::text[]`);
  if (inStockAt !== null) {
    all.push(Prisma.sql`EXISTS (
      SELECT FROM store_stock s WHERE s.product_id = products.id AND s.store_id = ${inStockAt}::uuid AND s.is_available)`);
  }
  return all;
}

const listedColumns = selectList(productFields, 'listed');

/** Products of a page without words to search for, in reading order, one more than it holds. */
export async function listProducts(
  db: Tx,
  listing: Listing,
  order: Order,
  page: Reading<ProductKey>,
): Promise<Hit[]> {
  // Looked up first: Postgres then knows whether few products stand there or many, and reads accordingly.
  const shelves = listing.categoryId === null ? null : await categoryIdsBelow(db, listing.categoryId);
  const { after, sorted } = readingOf(order, page);
  const rows = await db.$queryRaw<Prisma.ProductModel[]>`
    SELECT ${listedColumns} FROM (
      SELECT *, 0 AS distance FROM products WHERE ${Prisma.join(conditionsOf(listing, shelves), ' AND ')}) AS listed
    ${after} ORDER BY ${sorted} LIMIT ${page.limit + 1}`;
  return rows.map((row) => ({ productId: row.id, product: productOf(row), distance: 0 }));
}
