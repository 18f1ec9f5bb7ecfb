import { type Level, stockEventOf } from '../domain/level.ts';
import { availableOf, type StockItem } from '../domain/stock.ts';
import type { StockTransaction } from '../store/database.ts';

/** Live channel of what a store has of a product. */
export function stockChannel(storeId: string, productId: string): string {
  return `stock:${storeId}:${productId}`;
}

/** Publishes the state of a stock item after a change; `before` is the level that was announced before it. */
export function publishStock(tx: StockTransaction, before: Level, item: StockItem): void {
  tx.emit({
    type: stockEventOf(before, item.announced),
    subject: item.id,
    sequence: item.version,
    live: [stockChannel(item.storeId, item.productId)],
    data: {
      stockItemId: item.id,
      storeId: item.storeId,
      productId: item.productId,
      onHand: item.onHand,
      reserved: item.reserved,
      available: availableOf(item),
      threshold: item.threshold,
      at: item.updatedAt.toISOString(),
    },
  });
}
