import type { SharedReads } from '@nakku/graphql-kit';
import type { SubgraphDeps } from '@nakku/service';
import type { NotificationsConfig, NotificationTimes } from '../config.ts';
import type { MailerPort } from '../domain/mail/mailerPort.ts';
import type { InboxState } from '../domain/notification.ts';
import type { Db } from '../store/database.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** Where the lists of users stand. */
  readonly inboxes: SharedReads<string, InboxState>;
}

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly mailer: MailerPort;
  readonly times: NotificationTimes;
  readonly config: NotificationsConfig;
}
