import type { PollInterval } from '@nakku/graphql-kit';
import { z } from 'zod';

export const durationsProfileSchema = z.enum(['production', 'demo', 'test']);
/**
 * `production`, `demo` (people act within seconds) or `test` (about a sixtieth). What each service does within which time
 * stands in its own config, by profile.
 */
export type DurationsProfile = z.infer<typeof durationsProfileSchema>;

/** How often a live subscription looks at the database: while Redis brings hints, and while it is away. */
export const pollIntervals: Readonly<Record<DurationsProfile, PollInterval>> = {
  production: { healthyMs: 5_000, unhealthyMs: 500 },
  demo: { healthyMs: 5_000, unhealthyMs: 500 },
  test: { healthyMs: 500, unhealthyMs: 100 },
};

/** How long the result of an idempotency key is kept, in milliseconds. */
export const IDEMPOTENCY_RETENTION_MS = 86_400_000;
