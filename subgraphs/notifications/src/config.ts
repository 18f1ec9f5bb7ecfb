import { integer, subgraphEnv, url } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';
import type { MailRetries } from './domain/mail/attempt.ts';

/** Environment of the notifications service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Nobody is notified of what happened longer ago: after an outage, or when topics are read from their beginning. */
  NOTIFICATIONS_MAX_EVENT_AGE_MS: integer(1_000, 604_800_000).default(86_400_000),
  /** Notifications are deleted after so many days; longer than `NOTIFICATIONS_MAX_EVENT_AGE_MS`. */
  NOTIFICATIONS_RETENTION_DAYS: integer(8, 3_650).default(90),
  /** The mail server: `smtp://host:port`, or `smtps://user:password@host` with TLS from the start. */
  SMTP_URL: url('smtp', 'smtps'),
  /** Connections to the mail server at the same time, and mails that one process sends at the same time. */
  SMTP_CONNECTIONS: integer(1, 100).default(8),
  SMTP_TIMEOUT_MS: integer(100, 120_000).default(10_000),
  /** Sender of emails. */
  NOTIFICATIONS_MAIL_FROM: z.string().min(3).max(200).default('Nakku <orders@nakku.example>'),
  /** Domain of the emails' Message-IDs. */
  NOTIFICATIONS_MAIL_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]{1,200}$/)
    .default('nakku.example'),
  /** Where customers see their orders; ends with a slash. Emails link to `orders/<id>` below it. */
  NOTIFICATIONS_APP_URL: url('http', 'https').default('https://nakku.example/'),
  /** How often old notifications are looked for. */
  NOTIFICATIONS_PRUNE_EVERY_MS: integer(100, 86_400_000).default(600_000),
});

export type NotificationsConfig = z.infer<typeof configSchema>;

/** Times of emails, in milliseconds. */
export interface NotificationTimes {
  /** A worker's lease on a mail; longer than all that SMTP_TIMEOUT_MS allows for one. */
  readonly mailLeaseMs: number;
  /** How often the worker looks for mails when nothing wakes it. */
  readonly mailPollMs: number;
  readonly mailRetries: MailRetries;
}

const production: NotificationTimes = {
  mailLeaseMs: 60_000,
  mailPollMs: 2_000,
  mailRetries: { firstMs: 2_000, maxMs: 900_000, giveUpMs: 86_400_000 },
};

/** By profile. */
export const notificationTimes: Readonly<Record<DurationsProfile, NotificationTimes>> = {
  production,
  demo: production,
  test: {
    mailLeaseMs: 5_000,
    mailPollMs: 100,
    mailRetries: { firstMs: 50, maxMs: 1_000, giveUpMs: 60_000 },
  },
};
