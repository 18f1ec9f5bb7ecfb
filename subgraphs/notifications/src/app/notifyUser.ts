import type { Transaction } from '@nakku/platform';
import { goesByEmail } from '../domain/channels.ts';
import { isOutdated } from '../domain/notification.ts';
import type { Occurrence } from '../domain/notification.ts';
import { publishInApp } from '../events/publish.ts';
import { countNotification } from '../metrics.ts';
import { mailWrite } from '../store/mails.ts';
import { insertNotification } from '../store/notifications.ts';
import type { Tx } from '../store/database.ts';
import type { Deps } from './deps.ts';

/**
 * Notifies a user of something that happened, once per user, kind and dedupe key. It runs in the transaction in which the
 * event of it is noted in the inbox, so that a crash leaves both or nothing. What is too old, known already or of an
 * erased account is passed over.
 */
export async function notifyUser(tx: Transaction<Tx>, deps: Deps, occurrence: Occurrence): Promise<void> {
  const now = deps.now();
  const { kind } = occurrence.content;
  if (isOutdated(occurrence, now, deps.config.NOTIFICATIONS_MAX_EVENT_AGE_MS)) {
    countNotification(kind, 'outdated');
    return;
  }
  const id = deps.newId();
  if (!(await insertNotification(tx.db, { id, occurrence, now }))) {
    countNotification(kind, 'ignored');
    return;
  }
  if (goesByEmail(kind)) tx.writeAtCommit(mailWrite(id, now));
  publishInApp(tx, id, occurrence, now);
  countNotification(kind, 'created');
}
