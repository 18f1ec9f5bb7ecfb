import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const use = z.object({ count: z.int().positive(), lastUsed: day });
const client = z.object({
  name: z.string(),
  version: z.string(),
  /** By schema coordinate. */
  coordinates: z.record(z.string(), use),
});

/** Which client used what of the schema between two days, both included, UTC. What a usage file holds. */
export const usageRecordSchema = z.object({
  format: z.literal('nakku-field-usage'),
  version: z.literal(1),
  from: day,
  to: day,
  clients: z.array(client),
});

export type UsageRecord = z.infer<typeof usageRecordSchema>;
export type ClientUsage = z.infer<typeof client>;

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

const dayMs = 24 * 60 * 60 * 1_000;

/** The last `count` days up to the one of `now`, oldest first. */
export function lastDays(count: number, now: number): string[] {
  return Array.from({ length: count }, (_, i) => dayOf(now - (count - 1 - i) * dayMs));
}
