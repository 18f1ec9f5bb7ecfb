import type { Job } from '@nakku/service';
import { reportStuck } from '../metrics.ts';
import { countStuck } from '../store/alerts.ts';
import type { Db } from '../store/database.ts';

/** Keeps `orders_stuck{state}` at what the operators' list says. */
export function countStuckOrders(db: Db, everyMs: number): Job {
  return {
    name: 'count-stuck-orders',
    everyMs,
    async run() {
      reportStuck(await countStuck(db));
    },
  };
}
