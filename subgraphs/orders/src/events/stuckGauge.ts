import { gauge } from '@nakku/telemetry';
import type { Job } from '@nakku/service';
import { countStuck } from '../store/alerts.ts';
import type { Db } from '../store/database.ts';

/** Keeps `orders_stuck{state}` at what the operator's list says. */
export function stuckGauge(db: Db, everyMs: number): Job {
  const stuck = gauge('orders_stuck', "Orders on the operator's list, by state", ['state']);
  return {
    name: 'orders-stuck',
    everyMs,
    async run() {
      const counts = await countStuck(db);
      stuck.reset();
      for (const { status, orders } of counts) stuck.set({ state: status }, orders);
    },
  };
}
