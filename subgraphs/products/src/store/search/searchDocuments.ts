import { z } from 'zod';
import type { Listing, Order } from '../../domain/search/listing.ts';
import {
  type Extras,
  type Found,
  type Hit,
  MAX_COUNT,
  type Reading,
} from '../../domain/search/productSearch.ts';
import type { Understanding } from '../../domain/search/understand.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../database.ts';
import { type FilterName, type Filters, filtersOf, othersThan } from './conditions.ts';
import { facetsOf, facetsSql } from './facets.ts';
import { type ProductKey, readingOf } from './orderings.ts';

/** Matches whose words are compared with the search; of more, those with the shortest names. The others follow. */
const MAX_RANKED = 400;
/** Weights of description, categories, brand and tags, name. */
const WEIGHTS = Prisma.sql`'{0.05, 0.3, 0.4, 1}'::float4[]`;
/** Before everything that is ranked. */
const PINNED = -2_000_000_000;

const DOCUMENT = Prisma.sql`d.product_id AS id, d.category_id, d.brand_id, d.tag_set_id, d.price, d.created_at, d.name_words`;
const FILTERS: readonly FilterName[] = ['category', 'brand', 'tag', 'price', 'stock'];

/** What is searched for: words with products that come first, or only the counts of a listing without words. */
export interface Sought {
  readonly words: Understanding | null;
  /** Products in the order in which they come first, whether or not they have the words. */
  readonly pins: readonly string[];
}

/**
 * Documents that match, once: with a column for each filter if facets need them, which count without their own.
 * Otherwise the filters are conditions.
 */
function matchesSql(
  { words, pins }: Sought,
  isActive: boolean,
  filters: Filters,
  facets: boolean,
): Prisma.Sql {
  const found = words === null ? Prisma.sql`true` : Prisma.sql`d.search @@ ${words.query}::tsquery`;
  const conditions = [
    pins.length === 0 ? found : Prisma.sql`(${found} OR d.product_id = ANY(${[...pins]}::uuid[]))`,
    // As a literal, so that one plan is kept for each.
    isActive ? Prisma.sql`d.is_active` : Prisma.sql`NOT d.is_active`,
    ...(facets ? [] : filters.values()),
  ];
  const columns = FILTERS.flatMap((name) => {
    const filter = facets ? filters.get(name) : undefined;
    return filter === undefined ? [] : [Prisma.sql`${filter} AS ${Prisma.raw(`by_${name}`)}`];
  });
  return Prisma.sql`
    matches AS MATERIALIZED (
      SELECT ${Prisma.join([DOCUMENT, ...columns])}
        FROM search_documents d WHERE ${Prisma.join(conditions, ' AND ')}),
    hits AS (SELECT * FROM matches WHERE ${facets ? othersThan(filters, null) : Prisma.sql`true`})`;
}

/** The hits by relevance: those that are ranked by their distance, and behind them the others. */
function rankedSql({ words, pins }: Sought): Prisma.Sql {
  const rank = (query: string) => Prisma.sql`ts_rank(${WEIGHTS}, d.search, ${query}::tsquery)`;
  const query = words?.query ?? '';
  const strict = words?.strict ?? '';
  const score = strict === query ? rank(query) : Prisma.sql`(${rank(strict)} + 0.2 * ${rank(query)}) / 1.2`;
  const pinned = Prisma.sql`array_position(${[...pins]}::uuid[], d.product_id)`;
  const distance = Prisma.sql`least(-1, -round(1000000 * ${score} / (1 + 0.06 * w.name_words))::int)`;
  return Prisma.sql`
    , ranked_ids AS MATERIALIZED (
      SELECT id, name_words FROM hits
       ORDER BY ${pins.length === 0 ? Prisma.empty : Prisma.sql`id = ANY(${[...pins]}::uuid[]) DESC,`} name_words, id
       LIMIT ${MAX_RANKED}),
    listed AS (
      SELECT w.id, ${pins.length === 0 ? distance : Prisma.sql`coalesce(${PINNED}::int + ${pinned}, ${distance})`} AS distance
        FROM ranked_ids w JOIN search_documents d ON d.product_id = w.id
      UNION ALL
      SELECT id, 0 FROM hits WHERE (SELECT count(*) FROM hits) > ${MAX_RANKED} AND id NOT IN (SELECT id FROM ranked_ids))`;
}

const rows = z.tuple([
  z.object({
    page: z.array(z.object({ id: z.string(), distance: z.number().int() })),
    total: z.number().int().nullable(),
    facets: z.unknown(),
  }),
]);

/** One statement: the page, the bounded number of products and the facets, from one scan of the documents. */
export async function searchDocuments(
  db: Tx,
  sought: Sought,
  listing: Listing,
  order: Order,
  page: Reading<ProductKey> | null,
  extras: Extras,
): Promise<Omit<Found, 'didYouMean'>> {
  const filters = await filtersOf(db, listing);
  const facets = extras.facets ? facetsSql(filters) : null;
  const pageSql = page === null ? Prisma.sql`'[]'::json` : pageOf(order, page);
  const result = await db.$queryRaw`
    WITH ${matchesSql(sought, listing.status === 'ACTIVE', filters, extras.facets)}
    ${page !== null && order === 'RELEVANCE' ? rankedSql(sought) : Prisma.empty}
    ${facets === null ? Prisma.empty : Prisma.sql`, ${facets.pass}`}
    SELECT ${pageSql} AS page,
           ${extras.total ? Prisma.sql`(SELECT least(count(*), ${MAX_COUNT})::int FROM hits)` : Prisma.sql`NULL::int`} AS total,
           ${facets === null ? Prisma.sql`NULL` : facets.result} AS facets`;
  const [row] = rows.parse(result);
  const hits: Hit[] = row.page.map(({ id, distance }) => ({ productId: id, distance }));
  return { hits, total: row.total, facets: facets === null ? null : facetsOf(row.facets) };
}

function pageOf(order: Order, page: Reading<ProductKey>): Prisma.Sql {
  const { after, sorted } = readingOf(order, page);
  const source =
    order === 'RELEVANCE'
      ? Prisma.sql`listed`
      : order === 'NAME'
        ? Prisma.sql`(SELECT h.id, 0 AS distance, p.name FROM hits h JOIN products p ON p.id = h.id) h`
        : Prisma.sql`(SELECT *, 0 AS distance FROM hits) h`;
  return Prisma.sql`
    (SELECT coalesce(json_agg(json_build_object('id', id, 'distance', distance)), '[]')
       FROM (SELECT id, distance FROM ${source} ${after} ORDER BY ${sorted} LIMIT ${page.limit + 1}) page)`;
}
