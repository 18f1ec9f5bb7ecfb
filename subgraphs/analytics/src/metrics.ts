import type { MeasuredFields } from '@nakku/service';
import { counter, workMetrics } from '@nakku/telemetry';

const service = 'analytics';

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  salesReport: { metrics: workMetrics('sales_reports', 'Sales reports that were read') },
};

const rolledUp = counter(
  'analytics_events_rolled_up_total',
  'Events taken into the rollups, duplicates included',
  ['service'],
  [{ service }],
);

export const countEvents = (count: number): void => rolledUp.inc({ service }, count);
