import { z } from 'zod';
import { type Facets, PRICE_BOUNDS } from '../../domain/search/productSearch.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { type Filters, othersThan } from './conditions.ts';

/** Values of a facet at most. */
const MAX_VALUES = 50;

/**
 * Counts of the matches by each facet in one pass, then by name: products share few brands, categories and sets of
 * tags, so that little is left to look up. Two expressions: the pass, and what it results in as JSON.
 */
export function facetsSql(filters: Filters): { readonly pass: Prisma.Sql; readonly result: Prisma.Sql } {
  const pass = Prisma.sql`
    counts AS MATERIALIZED (
      SELECT brand_id, category_id, tag_set_id, bucket, grouping(brand_id, category_id, tag_set_id, bucket) AS facet,
             count(*) FILTER (WHERE ${othersThan(filters, 'brand')}) AS of_brand,
             count(*) FILTER (WHERE ${othersThan(filters, 'category')}) AS of_category,
             count(*) FILTER (WHERE ${othersThan(filters, 'tag')}) AS of_tag,
             count(*) FILTER (WHERE ${othersThan(filters, 'price')}) AS of_price
        FROM (SELECT *, width_bucket(price, ${[...PRICE_BOUNDS]}::bigint[]) AS bucket FROM matches) m
       GROUP BY GROUPING SETS ((brand_id), (category_id), (tag_set_id), (bucket)))`;
  const top = (select: Prisma.Sql) => Prisma.sql`
    (SELECT coalesce(json_agg(json_build_object('value', value, 'count', count) ORDER BY count DESC, value), '[]')
       FROM (${select} ORDER BY 2 DESC, 1 LIMIT ${MAX_VALUES}) top)`;
  const result = Prisma.sql`json_build_object(
    'brands', ${top(Prisma.sql`
      SELECT b.name AS value, of_brand AS count FROM counts JOIN search_brands b ON b.id = brand_id
       WHERE facet = 7 AND of_brand > 0`)},
    'categories', ${top(Prisma.sql`
      SELECT ancestor AS value, sum(of_category)::int AS count
        FROM counts JOIN categories c ON c.id = category_id, unnest(c.ancestor_ids) AS ancestor
       WHERE facet = 11 AND of_category > 0 GROUP BY 1`)},
    'tags', ${top(Prisma.sql`
      SELECT tag AS value, sum(of_tag)::int AS count
        FROM counts JOIN search_tag_sets t ON t.id = tag_set_id, unnest(t.tags) AS tag
       WHERE facet = 13 AND of_tag > 0 GROUP BY 1`)},
    'prices', (SELECT coalesce(json_agg(json_build_object('value', bucket, 'count', of_price) ORDER BY bucket), '[]')
                 FROM counts WHERE facet = 14 AND of_price > 0))`;
  return { pass, result };
}

const texts = z.array(z.object({ value: z.string(), count: z.number().int() }));
const facetsRow = z.object({
  brands: texts,
  categories: texts,
  tags: texts,
  prices: z.array(z.object({ value: z.number().int(), count: z.number().int() })),
});

/** What `result` of `facetsSql` is, as facets. @throws ZodError if it is nothing of the kind */
export function facetsOf(row: unknown): Facets {
  const { prices, ...facets } = facetsRow.parse(row);
  return {
    ...facets,
    prices: prices.map(({ value, count }) => ({
      value: { from: PRICE_BOUNDS[value - 1] ?? 0, to: PRICE_BOUNDS[value] ?? null },
      count,
    })),
  };
}
