import { productsById } from '../store/products.ts';
import type { Tx } from '../store/database.ts';
import { outdateBelow, outdatedProductIds } from '../store/search/documents.ts';
import { countWords } from '../store/search/vocabulary.ts';
import type { Deps } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

/** Products of one transaction. */
const BATCH = 200;

/**
 * Writes the documents of products in a category or below it anew, after their category names changed: some at once,
 * the others by the job `index-search`.
 */
export async function indexBelow(db: Tx, categoryId: string): Promise<void> {
  await outdateBelow(db, categoryId);
  await indexSome(db);
}

async function indexSome(db: Tx): Promise<number> {
  const ids = await outdatedProductIds(db, BATCH);
  await indexProducts(db, await productsById(db, ids));
  return ids.length;
}

/** Writes documents anew that are out of date. @returns whether some may be left */
export async function indexOutdated(deps: Pick<Deps, 'platform'>): Promise<boolean> {
  return deps.platform.transaction(async (tx) => (await indexSome(tx.db)) === BATCH);
}

/** Counts the words of the vocabulary anew. */
export async function countVocabulary(deps: Pick<Deps, 'platform'>): Promise<void> {
  await deps.platform.transaction((tx) => countWords(tx.db));
}
