import type { Transaction } from '@nakku/platform';
import { goesByEmail } from '../domain/channels.ts';
import type { NotificationContent, Occurrence } from '../domain/notification.ts';
import type { MailEnd } from '../store/mails.ts';
import { inboxChannel, MAIL_CHANNEL } from './channels.ts';

type Emits = Pick<Transaction<unknown>, 'emit'>;

/** Publishes that a notification stands in the user's list, and signals those who watch it. */
export function publishInApp(tx: Emits, notificationId: string, occurrence: Occurrence, now: Date): void {
  const { userId, orderId, content } = occurrence;
  tx.emit({
    type: 'notification.sent',
    subject: notificationId,
    sequence: 1,
    data: { notificationId, userId, orderId, kind: content.kind, channel: 'IN_APP', at: now.toISOString() },
    live: [inboxChannel(userId), ...(goesByEmail(content.kind) ? [MAIL_CHANNEL] : [])],
  });
}

/** What is published about a mail. */
interface MailFact {
  readonly notificationId: string;
  readonly userId: string;
  readonly orderId: string;
  readonly content: NotificationContent;
}

/** Publishes that a mail was accepted by the mail server, or will not be sent. @param sequence the notification's version */
export function publishMailEnd(tx: Emits, mail: MailFact, sequence: number, end: MailEnd, now: Date): void {
  const { notificationId, userId, orderId, content } = mail;
  const about = { subject: notificationId, sequence };
  const at = now.toISOString();
  const data = { notificationId, userId, orderId, kind: content.kind, channel: 'EMAIL', at } as const;
  if (end.status === 'SENT') tx.emit({ ...about, type: 'notification.sent', data });
  else tx.emit({ ...about, type: 'notification.failed', data: { ...data, reason: end.failure } });
}
