import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import { dashboardOf } from '../app/dashboard.ts';
import type { Db } from '../store/database.ts';

/** Dashboards that many watch are read once. */
export function liveReadsOf(db: Db, now: () => Date): LiveReads {
  return {
    dashboards: sharedReads({
      keyOf: (storeId: string) => storeId,
      async load(storeIds) {
        const read = await Promise.all(storeIds.map((storeId) => dashboardOf({ db, now }, storeId)));
        return new Map(read.flatMap((one) => (one === null ? [] : [[one.storeId, one] as const])));
      },
    }),
  };
}
