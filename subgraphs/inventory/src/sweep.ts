import type { StockMetrics } from './events/metrics.ts';
import type { StockEvents } from './store/database.ts';
import { lockExpired, releaseAll } from './store/reservations.ts';

/** Gives back what expired holds still book as reserved, `batch` orders per transaction, until none is left. */
export async function sweepExpiredHolds(o: {
  readonly platform: StockEvents;
  readonly batch: number;
  readonly metrics: StockMetrics;
  readonly signal: AbortSignal;
}): Promise<void> {
  let swept: number;
  do {
    swept = await o.platform.transaction(async (tx) => {
      const expired = await lockExpired(tx.db, o.batch);
      await releaseAll(tx, expired, 'EXPIRED');
      return expired.length;
    });
    if (swept > 0) o.metrics.expired(swept);
  } while (swept === o.batch && !o.signal.aborted);
}
