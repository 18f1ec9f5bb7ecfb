/** What a store has of a product, for customers. */
export interface Availability {
  readonly storeId: string;
  readonly productId: string;
  /** Pieces that can be ordered now: on hand without live holds; expired holds do not count. */
  readonly available: number;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Live channel of what a store has of a product. */
export function stockChannel(storeId: string, productId: string): string {
  return `stock:${storeId}:${productId}`;
}

/** Customers see no more than that. */
export const SHOWN_UP_TO = 100;

/** What changed since `known`, which maps products to `stamp`s. */
export function changedSince(
  known: ReadonlyMap<string, string>,
  now: readonly Availability[],
): Availability[] {
  return now.filter((one) => known.get(one.productId) !== stamp(one));
}

/** Changes whenever a customer could see a difference: an expiry changes `available` without a version. */
export function stamp(one: Availability): string {
  return `${one.version}:${one.available}`;
}
