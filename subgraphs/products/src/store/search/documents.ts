import { createHash } from 'node:crypto';
import type { Product } from '../../domain/product.ts';
import { ANALYSIS, type SearchDocument, vectorOf } from '../../domain/search/document.ts';
import type { Tx } from '../database.ts';
import { learnWords, stemsOfWords } from './vocabulary.ts';

/** Any number that nothing else locks. */
const INDEX_LOCK = 7_215_118;

/** Whoever writes documents, words or synonyms waits for the others until the transaction ends. */
export async function lockIndex(db: Tx): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${INDEX_LOCK}::bigint)`;
}

/** A product as it is searched. */
export interface IndexedProduct {
  readonly product: Product;
  readonly document: SearchDocument;
}

/**
 * Writes the documents of products, with all their words, under the lock of the index. Stock waits for it, too: a
 * document that is new must not miss a store.
 */
export async function saveDocuments(db: Tx, indexed: readonly IndexedProduct[]): Promise<void> {
  if (indexed.length === 0) return;
  await lockIndex(db);
  const words = [...new Set(indexed.flatMap(({ document }) => document.entries.map(({ word }) => word)))];
  const wordStems = await stemsOfWords(db, words);
  await learnWords(db, new Map(indexed.flatMap(({ document }) => [...document.vocabulary])), wordStems, 1);
  const stems = new Map(
    [...wordStems].map(([word, { english, german }]) => [
      word,
      [...new Set([english ?? word, german ?? word])].filter((stem) => stem !== word),
    ]),
  );
  const brands = await brandIds(db, indexed);
  const tagSets = await tagSetIds(db, indexed);
  const rows = indexed.map(({ product, document }) => ({
    id: product.id,
    active: product.status === 'ACTIVE',
    category: product.categoryId,
    brand: product.brand === null ? null : brands.get(product.brand),
    tags: tagSets.get(tagSetKey(product.tags)),
    price: product.price,
    created: product.createdAt.toISOString(),
    words: document.nameWords,
    vector: vectorOf(document, stems),
  }));
  await db.$executeRaw`
    INSERT INTO search_documents (product_id, is_active, category_id, brand_id, tag_set_id, price, created_at, name_words,
      analysis, stores, search)
    SELECT id, active, category, brand, tags, price, created, words, ${ANALYSIS}::int, store_bits(id), vector::tsvector
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, active boolean, category uuid, brand int, tags int,
        price bigint, created timestamptz, words int, vector text)
     ORDER BY id
    ON CONFLICT (product_id) DO UPDATE
       SET is_active = excluded.is_active, category_id = excluded.category_id, brand_id = excluded.brand_id,
           tag_set_id = excluded.tag_set_id, price = excluded.price, name_words = excluded.name_words,
           analysis = excluded.analysis, stores = excluded.stores, search = excluded.search`;
}

/** Lets the job `index-search` write documents anew: those of all products in a category or below it. */
export async function outdateBelow(db: Tx, categoryId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE search_documents SET analysis = 0
     WHERE category_id IN (SELECT id FROM categories WHERE ancestor_ids @> ARRAY[${categoryId}::uuid])`;
}

/** Some products whose documents are of an older analysis, or are to be written anew. */
export async function outdatedProductIds(db: Tx, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT product_id AS id FROM search_documents WHERE analysis < ${ANALYSIS}::int ORDER BY analysis, product_id
     LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * Notes which stores have which products; a document changes only when that does.
 * @param stock one row per store and product, in the order in which rows are locked
 */
export async function putStock(
  db: Tx,
  stock: readonly { readonly storeId: string; readonly productId: string; readonly isAvailable: boolean }[],
): Promise<void> {
  const rows = JSON.stringify(stock);
  // Hardly any event changes it: most pieces are not the first or the last one.
  const [found] = await db.$queryRaw<{ isNews: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM json_to_recordset(${rows}::json) AS r("storeId" uuid, "productId" uuid, "isAvailable" boolean)
      LEFT JOIN store_stock s ON s.product_id = r."productId" AND s.store_id = r."storeId"
      WHERE s.is_available IS DISTINCT FROM r."isAvailable") AS "isNews"`;
  if (!found?.isNews) return;
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(${INDEX_LOCK}::bigint)`;
  // Not by ON CONFLICT alone: that would use up a number with every event.
  await db.$executeRaw`
    INSERT INTO stores (id)
    SELECT DISTINCT "storeId" FROM json_to_recordset(${rows}::json) AS r("storeId" uuid)
     WHERE NOT EXISTS (SELECT FROM stores WHERE id = "storeId") ORDER BY 1
    ON CONFLICT DO NOTHING`;
  const changed = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO store_stock (store_id, product_id, is_available)
    SELECT "storeId", "productId", "isAvailable"
      FROM json_to_recordset(${rows}::json) AS r("storeId" uuid, "productId" uuid, "isAvailable" boolean)
    ON CONFLICT (product_id, store_id) DO UPDATE SET is_available = excluded.is_available
     WHERE store_stock.is_available <> excluded.is_available
    RETURNING product_id AS id`;
  if (changed.length === 0) return;
  const productIds = [...new Set(changed.map(({ id }) => id))];
  await db.$executeRaw`
    WITH locked AS (
      SELECT product_id FROM search_documents WHERE product_id = ANY(${productIds}::uuid[]) ORDER BY product_id FOR UPDATE)
    UPDATE search_documents d SET stores = store_bits(d.product_id) FROM locked WHERE d.product_id = locked.product_id`;
}

async function brandIds(db: Tx, indexed: readonly IndexedProduct[]): Promise<Map<string, number>> {
  const names = [...new Set(indexed.flatMap(({ product }) => product.brand ?? []))];
  await db.$executeRaw`
    INSERT INTO search_brands (name)
    SELECT name FROM unnest(${names}::text[]) AS given(name)
     WHERE NOT EXISTS (SELECT FROM search_brands b WHERE b.name = given.name) ORDER BY 1 ON CONFLICT DO NOTHING`;
  const rows = await db.searchBrand.findMany({ where: { name: { in: names } } });
  return new Map(rows.map(({ id, name }) => [name, id]));
}

const sortedTags = (tags: readonly string[]): string[] => [...new Set(tags)].sort();

/** What tells sets of tags apart, short enough for an index. */
function tagSetKey(tags: readonly string[]): string {
  const key = JSON.stringify(sortedTags(tags));
  return key.length <= 200 ? key : createHash('sha256').update(key).digest('base64url');
}

async function tagSetIds(db: Tx, indexed: readonly IndexedProduct[]): Promise<Map<string, number>> {
  const sets = new Map(indexed.map(({ product }) => [tagSetKey(product.tags), sortedTags(product.tags)]));
  const known = async () =>
    new Map(
      (await db.searchTagSet.findMany({ where: { key: { in: [...sets.keys()] } } })).map(({ id, key }) => [
        key,
        id,
      ]),
    );
  const before = await known();
  const added = [...sets]
    .filter(([key]) => !before.has(key))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (added.length === 0) return before;
  await db.searchTagSet.createMany({
    data: added.map(([key, tags]) => ({ key, tags })),
    skipDuplicates: true,
  });
  return known();
}
