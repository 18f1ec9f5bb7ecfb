import type { SubgraphDeps } from '@nakku/service';
import { bucketStart } from '../domain/calendar.ts';
import { sumCounts } from '../domain/measures.ts';
import type { Counts } from '../domain/measures.ts';
import { bucketsOf, measuredStore } from '../store/reports.ts';
import type { CountedBucket } from '../store/reports.ts';
import type { Db } from '../store/database.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What happens in a store now. */
export interface Dashboard {
  readonly storeId: string;
  readonly currency: string;
  /** Counters of the present day of the store. */
  readonly today: Counts;
  /** Minutes of the last hour in order, without those in which nothing happened. */
  readonly lastHour: readonly CountedBucket[];
}

/** The present day and the last hour of a store; null if it is unknown. */
export async function dashboardOf(
  { db, now }: Pick<SubgraphDeps<Db>, 'db' | 'now'>,
  storeId: string,
): Promise<Dashboard | null> {
  const store = await measuredStore(db, storeId);
  if (store === null) return null;
  const { timeZone, currency } = store;
  const at = now().getTime();
  const day = bucketStart('DAY', timeZone, at);
  const end = bucketStart('MINUTE', timeZone, at) + MINUTE_MS;
  const days = await bucketsOf(db, { storeId, grain: 'DAY', from: new Date(day), to: new Date(day + 1) });
  const hour = { from: new Date(end - HOUR_MS), to: new Date(end) };
  const lastHour = await bucketsOf(db, { storeId, grain: 'MINUTE', ...hour });
  return { storeId, currency, today: sumCounts(days.map(({ counts }) => counts)), lastHour };
}
