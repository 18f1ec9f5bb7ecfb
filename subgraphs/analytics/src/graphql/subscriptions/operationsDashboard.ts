import { snapshotThenLive } from '@nakku/graphql-kit';
import type { OperationsDashboard, SubscriptionResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { salesInterval, salesMeasures } from '../types/salesMeasures.ts';

interface Payload {
  readonly operationsDashboard: OperationsDashboard;
}

/** For who runs the store: what happens there now, looked at in fixed steps because almost every event changes it. */
export const operationsDashboard: SubscriptionResolvers['operationsDashboard'] = {
  subscribe(_, args, { caller, deps }) {
    const storeId = accessStore(caller, args.storeId);
    const { dashboards } = deps.liveReads;
    const everyMs = deps.config.ANALYTICS_DASHBOARD_EVERY_MS;
    const read = async (maxAgeMs: number) => (storeId === null ? null : dashboards.read(storeId, maxAgeMs));
    return snapshotThenLive<string, Payload>({
      channels: [],
      live: deps.live,
      poll: { healthyMs: everyMs, unhealthyMs: everyMs },
      mayFollow: async (maxAgeMs) => (await read(maxAgeMs)) !== null,
      async read(previous, maxAgeMs) {
        const dashboard = await read(maxAgeMs);
        const state = JSON.stringify(dashboard);
        if (dashboard === null || state === previous) return { state, payload: null };
        const { currency, today, lastHour } = dashboard;
        const payload = {
          isSnapshot: previous === null,
          today: salesMeasures(today, currency),
          lastHour: lastHour.map((minute) => salesInterval(minute, currency)),
        };
        return { state, payload: { operationsDashboard: payload } };
      },
    });
  },
};
