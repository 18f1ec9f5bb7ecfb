/** Pieces of one product. */
export interface ProductQuantity {
  readonly productId: string;
  readonly quantity: number;
}

/** One entry per product, sorted by product: an order may have several lines of one. */
export function sumByProduct(lines: readonly ProductQuantity[]): ProductQuantity[] {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return [...sums]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((one, other) => (one.productId < other.productId ? -1 : 1));
}

/** Products that appear more than once. */
export function repeated(productIds: readonly string[]): string[] {
  return productIds.filter((productId, index) => productIds.indexOf(productId) !== index);
}
