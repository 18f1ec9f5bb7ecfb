import type { Product } from '../product.ts';
import type { Listing, Order } from './listing.ts';

/** A product found, by its ID, and its sort key. */
export interface Hit {
  readonly productId: string;
  /** The product itself, where the reading had it at hand. */
  readonly product?: Product;
  /** How far it is from the search: 0 without one, smaller (negative) is better. */
  readonly distance: number;
}

/** How many products have a value. */
export interface Count<Value> {
  readonly value: Value;
  readonly count: number;
}

/** Counts of a listing by what it can be filtered by, the most frequent first; each without the filter of its own. */
export interface Facets {
  readonly brands: readonly Count<string>[];
  /** By category ID, with the products of those below. */
  readonly categories: readonly Count<string>[];
  readonly tags: readonly Count<string>[];
  /** By range of prices, in their order; empty ones are left out. */
  readonly prices: readonly Count<PriceRange>[];
}

/** Minor units; `to` is exclusive, null: no end. */
export interface PriceRange {
  readonly from: number;
  readonly to: number | null;
}

/** Lower bounds of the price ranges but for the first, which begins at 0, in minor units. */
export const PRICE_BOUNDS = [100, 200, 300, 500, 1_000, 2_000, 5_000] as const;

/** Products are not counted beyond this. */
export const MAX_COUNT = 10_000;

/** What a page shows beside its products. */
export interface Extras {
  readonly total: boolean;
  readonly facets: boolean;
}

export interface Found {
  /** In reading order, one more than the page holds. */
  readonly hits: readonly Hit[];
  /** At most `MAX_COUNT`; null unless wanted. */
  readonly total: number | null;
  /** Null unless wanted. */
  readonly facets: Facets | null;
  /** The search with its misspelt words corrected; null if none was. */
  readonly didYouMean: string | null;
}

/** A place in a list and the direction to read from it; `cursor` null: from its end. */
export interface Reading<Key> {
  readonly limit: number;
  readonly backward: boolean;
  readonly cursor: Key | null;
}

/** Finds products: the port that an engine stands behind. */
export interface ProductSearch<Key> {
  find(listing: Listing, order: Order, page: Reading<Key>, extras: Extras): Promise<Found>;
}
