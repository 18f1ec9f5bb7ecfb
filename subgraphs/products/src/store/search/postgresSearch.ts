import { orderOf } from '../../domain/search/listing.ts';
import type { ProductSearch } from '../../domain/search/productSearch.ts';
import type { Tx } from '../database.ts';
import { listProducts } from '../productList.ts';
import type { ProductKey } from './orderings.ts';
import { pinnedProducts } from './pins.ts';
import { searchDocuments } from './searchDocuments.ts';
import { understand } from './understand.ts';

/** Finds products in PostgreSQL: listings by its indexes, searches and counts by the narrow table of documents. */
export function postgresSearch(db: Tx): ProductSearch<ProductKey> {
  return {
    async find(listing, sort, page, extras) {
      const order = orderOf(sort, listing.search);
      if (listing.search !== null) {
        const words = await understand(db, listing.search);
        if (words === null) return { hits: [], total: 0, facets: NOTHING, didYouMean: null };
        const pins = order === 'RELEVANCE' ? await pinnedProducts(db, listing.search) : [];
        const found = await searchDocuments(db, { words, pins }, listing, order, page, extras);
        return { ...found, didYouMean: words.didYouMean };
      }
      const hits = await listProducts(db, listing, order, page);
      if (!extras.facets && !extras.total) return { hits, total: null, facets: null, didYouMean: null };
      const counted = await searchDocuments(db, { words: null, pins: [] }, listing, order, null, extras);
      return { ...counted, hits, didYouMean: null };
    },
  };
}

const NOTHING = { brands: [], categories: [], tags: [], prices: [] };
