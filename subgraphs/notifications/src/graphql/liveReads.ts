import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import type { Db } from '../store/database.ts';
import { inboxStates } from '../store/recipients.ts';

export function liveReadsOf(db: Db): LiveReads {
  return {
    inboxes: sharedReads({ keyOf: (userId: string) => userId, load: (userIds) => inboxStates(db, userIds) }),
  };
}
