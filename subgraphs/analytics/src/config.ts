import { integer, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the analytics service. Times and limits of its own belong here, with their defaults. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** How often orders are looked for that were known before their store was. */
  ANALYTICS_CATCH_UP_EVERY_MS: integer(50, 3_600_000).default(1_000),
  /** How often live dashboards look for changes. */
  ANALYTICS_DASHBOARD_EVERY_MS: integer(50, 60_000).default(1_000),
  /** How often minutes that are too old, and what a rebuild replaced, are deleted. */
  ANALYTICS_SWEEP_EVERY_MS: integer(100, 86_400_000).default(600_000),
});

export type AnalyticsConfig = z.infer<typeof configSchema>;
