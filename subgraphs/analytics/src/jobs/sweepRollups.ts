import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { sweepRollups } from '../app/sweepRollups.ts';

export const createSweeper = (deps: Deps): Job => ({
  name: 'sweep-rollups',
  everyMs: deps.config.ANALYTICS_SWEEP_EVERY_MS,
  run: (signal) => sweepRollups(deps, signal),
});
