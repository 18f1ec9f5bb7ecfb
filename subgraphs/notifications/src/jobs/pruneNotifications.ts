import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { pruneNotifications } from '../app/pruneNotifications.ts';

/** Deletes notifications that are older than they are kept. */
export function createPruner(deps: Deps): Job {
  return {
    name: 'prune-notifications',
    everyMs: deps.config.NOTIFICATIONS_PRUNE_EVERY_MS,
    run: () => pruneNotifications(deps),
  };
}
