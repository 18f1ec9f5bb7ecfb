import type { PollInterval, SharedReads } from '@nakku/graphql-kit';
import type { LiveSignals, Platform } from '@nakku/platform';
import type { NotificationsConfig, NotificationTimes } from '../config.ts';
import type { MailerPort } from '../domain/mail/mailerPort.ts';
import type { InboxState } from '../domain/notification.ts';
import type { Db, Tx } from '../store/database.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** Where the lists of users stand. */
  readonly inboxes: SharedReads<string, InboxState>;
}

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  readonly liveReads: LiveReads;
  readonly poll: PollInterval;
  readonly mailer: MailerPort;
  readonly times: NotificationTimes;
  readonly config: NotificationsConfig;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
