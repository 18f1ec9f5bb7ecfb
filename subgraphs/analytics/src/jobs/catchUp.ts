import type { Job } from '@nakku/service';
import { catchUp } from '../app/catchUp.ts';
import type { Deps } from '../app/deps.ts';

/** Orders whose store is known later than they are: only while topics are read from their beginning. */
export const createCatchUp = (deps: Deps): Job => ({
  name: 'roll-up-pending-orders',
  everyMs: deps.config.ANALYTICS_CATCH_UP_EVERY_MS,
  run: (signal) => catchUp(deps, signal),
});
