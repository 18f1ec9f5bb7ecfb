import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { sweepExpiredHolds } from '../app/sweepExpiredHolds.ts';

/** Sweeps expired holds, batch after batch. */
export function sweepExpiredHoldsJob(deps: Deps): Job {
  return {
    name: 'sweep-expired-holds',
    everyMs: deps.times.holdSweepMs,
    async run(signal) {
      let swept: number;
      do {
        swept = await sweepExpiredHolds(deps);
      } while (swept === deps.config.INVENTORY_SWEEP_BATCH && !signal.aborted);
    },
  };
}
