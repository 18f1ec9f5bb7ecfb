import { type PriceEntry, nextPriceChange, pricesAt } from '../domain/prices.ts';
import type { Product } from '../domain/product.ts';
import { publishProduct } from '../events/publish.ts';
import { forgetPriceEntries, priceEntriesOf } from '../store/priceEntries.ts';
import { lockProduct, saveProduct } from '../store/products.ts';
import type { Deps, ProductsTransaction } from './deps.ts';
import { indexProducts } from './indexProducts.ts';

/** Kind of the deadline at which a product's prices may change; its key is the product's ID. */
export const PRICE_DEADLINE = 'product.price';
/** Entries are kept for so long after their end. */
const KEPT_MS = 365 * 86_400_000;

/** Schedules the next time at which an entry of the product begins or ends. */
export function schedulePrices(
  tx: ProductsTransaction,
  deps: Deps,
  productId: string,
  entries: readonly PriceEntry[],
): void {
  const now = deps.now();
  const next = nextPriceChange(entries, now);
  if (next === null) tx.unschedule(PRICE_DEADLINE, productId);
  else tx.schedule({ kind: PRICE_DEADLINE, key: productId, afterMs: next.getTime() - now.getTime() });
}

/**
 * Lets a product have the prices that its price list gives it now, and schedules the next change. Called at each
 * beginning and end of an entry, and after a change of the list.
 * @returns the product after the change; null if there is none
 */
export async function applyPrices(
  tx: ProductsTransaction,
  deps: Deps,
  productId: string,
): Promise<Product | null> {
  const product = await lockProduct(tx.db, productId);
  if (product === null) return null;
  const now = deps.now();
  await forgetPriceEntries(tx.db, productId, new Date(now.getTime() - KEPT_MS));
  const entries = await priceEntriesOf(tx.db, productId);
  schedulePrices(tx, deps, productId, entries);
  const prices = pricesAt(product.basePrice, entries, now);
  if (!isChanged(product, prices)) return product;
  const next = { ...product, ...prices, version: product.version + 1, updatedAt: now };
  if (!(await saveProduct(tx.db, next))) throw new Error(`product ${productId} was changed despite its lock`);
  await indexProducts(tx.db, [next]);
  publishProduct(tx, 'product.updated', next);
  return next;
}

function isChanged(product: Product, prices: Pick<Product, 'price' | 'storePrices'>): boolean {
  return (
    product.price !== prices.price ||
    JSON.stringify(product.storePrices) !== JSON.stringify(prices.storePrices)
  );
}
