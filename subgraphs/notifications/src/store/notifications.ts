import type { Page } from '@nakku/graphql-kit';
import { notificationContent } from '../domain/notification.ts';
import type { Notification, Occurrence } from '../domain/notification.ts';
import type { Notification as NotificationRow } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

function toNotification(row: Omit<NotificationRow, 'kind' | 'dedupeKey' | 'version'>): Notification {
  const { id, userId, sequence, orderId, content, readAt, createdAt } = row;
  return { id, userId, sequence, orderId, content: notificationContent.parse(content), readAt, createdAt };
}

/**
 * Puts a notification at the end of the user's list, in one statement, unless the user was notified of it before or the
 * account is erased; then nothing changes.
 * @returns whether it was added
 */
export async function insertNotification(
  db: Tx,
  { id, occurrence: o, now }: { readonly id: string; readonly occurrence: Occurrence; readonly now: Date },
): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH recipient AS (
      INSERT INTO recipients AS r (user_id, last_sequence, unread_count)
      SELECT ${o.userId}::uuid, 1, 1
       WHERE NOT EXISTS (
         SELECT FROM notifications
          WHERE user_id = ${o.userId}::uuid AND kind = ${o.content.kind} AND dedupe_key = ${o.dedupeKey})
      ON CONFLICT (user_id) DO UPDATE
         SET last_sequence = r.last_sequence + 1, unread_count = r.unread_count + 1
       WHERE r.erased_at IS NULL
      RETURNING r.user_id, r.last_sequence
    )
    INSERT INTO notifications (id, user_id, sequence, kind, dedupe_key, order_id, content, created_at)
    SELECT ${id}::uuid, user_id, last_sequence, ${o.content.kind}, ${o.dedupeKey}, ${o.orderId}::uuid,
           ${JSON.stringify(o.content)}::jsonb, ${now}::timestamptz
      FROM recipient
    RETURNING id`;
  return rows.length === 1;
}

export async function notificationsById(db: Tx, ids: readonly string[]): Promise<Notification[]> {
  return (await db.notification.findMany({ where: { id: { in: [...ids] } } })).map(toNotification);
}

/** A page of a user's notifications, newest first. One row more than its limit if there is more. */
export async function notificationsOf(db: Tx, userId: string, page: Page<number>): Promise<Notification[]> {
  const beyond =
    page.cursor === null ? {} : { sequence: page.backward ? { gt: page.cursor } : { lt: page.cursor } };
  const rows = await db.notification.findMany({
    where: { userId, ...beyond },
    orderBy: { sequence: page.backward ? 'asc' : 'desc' },
    take: page.limit + 1,
  });
  return rows.map(toNotification);
}

/** A user's notifications after `sequence`, oldest first, at most `limit`. */
export async function notificationsAfter(
  db: Tx,
  userId: string,
  sequence: number,
  limit: number,
): Promise<Notification[]> {
  const rows = await db.notification.findMany({
    where: { userId, sequence: { gt: sequence } },
    orderBy: { sequence: 'asc' },
    take: limit,
  });
  return rows.map(toNotification);
}

/** The notification at one position of a user's list; null if it is deleted. */
export async function notificationAt(db: Tx, userId: string, sequence: number): Promise<Notification | null> {
  const row = await db.notification.findUnique({ where: { userId_sequence: { userId, sequence } } });
  return row && toNotification(row);
}

/** Which notifications of a user are marked as read. */
export type ReadSelection = { readonly ids: readonly string[] } | { readonly upTo: string };

/** Marks unread notifications of a user as read; the caller holds the lock of the recipient. @returns how many */
export async function markRead(db: Tx, userId: string, which: ReadSelection, now: Date): Promise<number> {
  if ('ids' in which) {
    return db.$executeRaw`
      UPDATE notifications SET read_at = ${now}::timestamptz
       WHERE user_id = ${userId}::uuid AND read_at IS NULL AND id = ANY(${[...which.ids]}::uuid[])`;
  }
  return db.$executeRaw`
    UPDATE notifications n SET read_at = ${now}::timestamptz
      FROM notifications last
     WHERE last.id = ${which.upTo}::uuid AND last.user_id = ${userId}::uuid
       AND n.user_id = last.user_id AND n.sequence <= last.sequence AND n.read_at IS NULL`;
}

/**
 * Deletes the oldest notifications that were created before `before`.
 * @returns how many were deleted, at most `limit`
 */
export async function deleteOldNotifications(db: Tx, before: Date, limit: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    WITH old AS (
      SELECT id, user_id FROM notifications
       WHERE created_at < ${before}::timestamptz ORDER BY created_at LIMIT ${limit}::int
    ), locked AS (
      SELECT user_id FROM recipients
       WHERE user_id IN (SELECT user_id FROM old) ORDER BY user_id FOR UPDATE
    ), gone AS (
      DELETE FROM notifications n USING old, locked
       WHERE n.id = old.id AND locked.user_id = old.user_id
      RETURNING n.user_id, n.read_at
    ), counted AS (
      UPDATE recipients r SET unread_count = r.unread_count - u.unread
        FROM (SELECT user_id, count(*)::int AS unread FROM gone WHERE read_at IS NULL GROUP BY user_id) AS u
       WHERE r.user_id = u.user_id
    )
    SELECT count(*)::int AS count FROM gone`;
  return row?.count ?? 0;
}
