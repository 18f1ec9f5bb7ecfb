import type { Transaction } from '@nakku/platform';
import type { Occurrence } from '../domain/notification.ts';
import { inboxChannel } from './channels.ts';

type Emits = Pick<Transaction<unknown>, 'emit'>;

/** Publishes that a notification stands in the user's list, and signals those who watch it. */
export function publishInApp(tx: Emits, notificationId: string, occurrence: Occurrence, now: Date): void {
  const { userId, orderId, content } = occurrence;
  tx.emit({
    type: 'notification.sent',
    subject: notificationId,
    sequence: 1,
    data: { notificationId, userId, orderId, kind: content.kind, channel: 'IN_APP', at: now.toISOString() },
    live: [inboxChannel(userId)],
  });
}
