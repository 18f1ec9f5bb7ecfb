import type { IfUnavailable } from '@nakku/contracts';
import { type CatalogueProduct, type Line, maxQuantityOf } from './cart.ts';
import type { AddDeps } from './lines.ts';

/** Orders of a customer that can be ordered again: the latest ones. */
export const MAX_PAST_ORDERS = 50;

/** A line of an earlier order. */
export interface PastLine {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  /** What one piece cost then, minor units. */
  readonly unitPrice: number;
  readonly note: string | null;
  readonly ifUnavailable: IfUnavailable;
}

/** Pieces of an earlier order that are not in the cart now. */
export interface NotReordered {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  /** GONE: the product is not sold any more. FULL: the line or the cart holds no more. */
  readonly reason: 'GONE' | 'FULL';
}

export interface Refilled {
  readonly lines: readonly Line[];
  /** Products of which pieces were added. */
  readonly productIds: ReadonlySet<string>;
  readonly leftOut: readonly NotReordered[];
}

/**
 * Adds what an earlier order had to a cart, as far as it is sold and fits. A line of the cart keeps its note and preference; a
 * new one has those of the order and the price of then, so that a change of price shows.
 */
export function refill(
  lines: readonly Line[],
  past: readonly PastLine[],
  { products, newId, now, maxLines }: AddDeps,
): Refilled {
  const next = new Map(lines.map((line) => [line.productId, line]));
  const leftOut: NotReordered[] = [];
  const productIds = new Set<string>();
  for (const { productId, name, quantity, unitPrice, note, ifUnavailable } of past) {
    const known = next.get(productId);
    const isFull = known === undefined && next.size >= maxLines;
    const room = isFull ? 0 : Math.max(0, maxQuantityOf(products.get(productId)) - (known?.quantity ?? 0));
    const added = isSold(products.get(productId)) ? Math.min(room, quantity) : 0;
    if (added > 0) {
      const fresh = { lineId: newId(), productId, note, ifUnavailable, addedPrice: unitPrice, addedAt: now };
      next.set(productId, { ...(known ?? fresh), quantity: (known?.quantity ?? 0) + added });
      productIds.add(productId);
    }
    const reason = isSold(products.get(productId)) ? 'FULL' : 'GONE';
    if (added < quantity) leftOut.push({ productId, name, quantity: quantity - added, reason });
  }
  return { lines: [...next.values()], productIds, leftOut };
}

function isSold(product: CatalogueProduct | undefined): boolean {
  return product?.isSold ?? false;
}
