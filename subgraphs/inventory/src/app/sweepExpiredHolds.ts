import { countExpired } from '../metrics.ts';
import { lockExpired } from '../store/reservations.ts';
import type { Deps } from './deps.ts';
import { releaseReservations } from './releaseReservations.ts';

/** Gives back what a batch of expired holds still books as reserved. Returns how many; fewer than a batch: all are done. */
export async function sweepExpiredHolds(deps: Deps): Promise<number> {
  const swept = await deps.platform.transaction(async (tx) => {
    const expired = await lockExpired(tx.db, deps.config.INVENTORY_SWEEP_BATCH);
    await releaseReservations(tx, expired, 'EXPIRED');
    return expired.length;
  });
  if (swept > 0) countExpired(swept);
  return swept;
}
