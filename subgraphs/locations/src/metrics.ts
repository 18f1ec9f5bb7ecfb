import type { MeasuredFields } from '@nakku/service';
import { workMetrics } from '@nakku/telemetry';

const zoneChanges = { metrics: workMetrics('zone_change', 'Changes of zones by people') };

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  zoneCreate: zoneChanges,
  zoneUpdate: zoneChanges,
  zonePause: zoneChanges,
  zoneResume: zoneChanges,
  zoneClose: zoneChanges,
  zoneSurgeSet: zoneChanges,
};
