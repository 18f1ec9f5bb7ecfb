import { integer, subgraphEnv } from '@nakku/service';
import { z } from 'zod';

/** Environment of the notifications service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Nobody is notified of what happened longer ago: after an outage, or when topics are read from their beginning. */
  NOTIFICATIONS_MAX_EVENT_AGE_MS: integer(1_000, 604_800_000).default(86_400_000),
  /** Notifications are deleted after so many days; longer than `NOTIFICATIONS_MAX_EVENT_AGE_MS`. */
  NOTIFICATIONS_RETENTION_DAYS: integer(8, 3_650).default(90),
  /** How often old notifications are looked for. */
  NOTIFICATIONS_PRUNE_EVERY_MS: integer(100, 86_400_000).default(600_000),
});

export type NotificationsConfig = z.infer<typeof configSchema>;
