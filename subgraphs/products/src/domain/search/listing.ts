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
  /** Available in this store. */
  readonly inStockAt: string | null;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

export type Order = 'RELEVANCE' | 'NAME' | 'PRICE_ASC' | 'PRICE_DESC' | 'NEWEST';

/** Without a search nothing is more relevant than another: by name. */
export function orderOf(sort: Order, search: string | null): Order {
  return sort === 'RELEVANCE' && search === null ? 'NAME' : sort;
}
