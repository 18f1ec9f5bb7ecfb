import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { deleteOldTrackPoints } from '../store/track.ts';

const pruneEveryMs = 600_000;

/** Deletes what of the couriers' tracks is older than it may be kept. */
export function createTrackPruner({ db, config }: Deps): Job {
  return {
    name: 'prune-track',
    everyMs: pruneEveryMs,
    run: async () => void (await deleteOldTrackPoints(db, config.DELIVERY_TRACK_RETENTION_DAYS)),
  };
}
