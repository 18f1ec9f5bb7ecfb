import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { endIdleCarts } from '../app/endIdleCarts.ts';

/** Ends idle carts of guests, batch after batch. */
export function endIdleCartsJob(deps: Deps): Job {
  return {
    name: 'end-idle-carts',
    everyMs: deps.config.CART_SWEEP_EVERY_MS,
    async run(signal) {
      let removed: number;
      do {
        removed = await endIdleCarts(deps);
      } while (removed === deps.config.CART_SWEEP_BATCH && !signal.aborted);
    },
  };
}
