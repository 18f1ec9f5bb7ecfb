import type { Listing } from '../../domain/search/listing.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { categoryIdsBelow } from '../categories.ts';
import type { Tx } from '../database.ts';

/** What a facet leaves out when it counts. */
export type FilterName = 'category' | 'brand' | 'tag' | 'price' | 'stock';

/** The filters of a listing that are set, as conditions on a document `d`. */
export type Filters = ReadonlyMap<FilterName, Prisma.Sql>;

export async function filtersOf(db: Tx, listing: Listing): Promise<Filters> {
  const { categoryId, brands, tags, priceFrom, priceTo, inStockAt } = listing;
  const filters = new Map<FilterName, Prisma.Sql>();
  if (categoryId !== null) {
    const below = await categoryIdsBelow(db, categoryId);
    filters.set('category', Prisma.sql`d.category_id = ANY(${below}::uuid[])`);
  }
  if (brands !== null) {
    filters.set(
      'brand',
      Prisma.sql`d.brand_id = ANY(ARRAY(SELECT id FROM search_brands WHERE name = ANY(${[...brands]}::text[])))`,
    );
  }
  if (tags !== null) {
    filters.set(
      'tag',
      Prisma.sql`d.tag_set_id = ANY(ARRAY(SELECT id FROM search_tag_sets WHERE tags @> ${[...tags]}::text[]))`,
    );
  }
  if (priceFrom !== null || priceTo !== null) {
    filters.set(
      'price',
      Prisma.sql`d.price BETWEEN ${priceFrom ?? 0}::bigint AND ${priceTo ?? Number.MAX_SAFE_INTEGER}::bigint`,
    );
  }
  if (inStockAt !== null) filters.set('stock', await stockCondition(db, inStockAt));
  return filters;
}

async function stockCondition(db: Tx, storeId: string): Promise<Prisma.Sql> {
  const store = await db.store.findUnique({ where: { id: storeId }, select: { number: true } });
  if (store === null) return Prisma.sql`false`;
  const element = Math.floor(store.number / 63) + 1;
  const bit = 1n << BigInt(store.number % 63);
  return Prisma.sql`(d.stores[${element}::int] & ${bit}::bigint) <> 0`;
}

/** All conditions but one's own, as columns of the matches; true if there are none. */
export function othersThan(filters: Filters, own: FilterName | null): Prisma.Sql {
  const others = [...filters.keys()].filter((name) => name !== own).map((name) => Prisma.raw(`by_${name}`));
  return others.length === 0 ? Prisma.sql`true` : Prisma.join(others, ' AND ');
}
