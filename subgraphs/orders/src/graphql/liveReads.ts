import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import type { Db } from '../store/database.ts';
import { unfinishedOf } from '../store/orderQueries.ts';
import { latestSequences } from '../store/steps.ts';

/** How many unfinished orders of one store are followed; a store that has more of them has other problems. */
const MAX_FOLLOWED = 1_000;

export function liveReadsOf(db: Db): LiveReads {
  const keyOf = (id: string): string => id;
  return {
    sequences: sharedReads({ keyOf, load: (orderIds) => latestSequences(db, orderIds) }),
    unfinished: sharedReads({
      keyOf,
      maxBatch: 1,
      load: async ([storeId = '']) => new Map([[storeId, await unfinishedOf(db, storeId, MAX_FOLLOWED)]]),
    }),
  };
}
