import type { Store } from '../domain/store.ts';
import type { StockTransaction } from '../store/database.ts';

/** Publishes the full state of a store after a change. */
export function publishStore(
  tx: StockTransaction,
  type: 'store.created' | 'store.updated' | 'store.closed',
  { version, ...store }: Store,
  at: Date,
): void {
  tx.emit({
    type,
    subject: store.storeId,
    sequence: version,
    data: { store: { ...store, address: { ...store.address } }, at: at.toISOString() },
  });
}
