import type { InboxState } from '../domain/notification.ts';
import type { Tx } from './database.ts';

const NOTHING_YET: InboxState = { lastSequence: 0, unreadCount: 0 };

/** Where the lists of these users stand; whoever was never notified has an empty one. */
export async function inboxStates(db: Tx, userIds: readonly string[]): Promise<Map<string, InboxState>> {
  const rows = await db.recipient.findMany({ where: { userId: { in: [...userIds] } } });
  const known = new Map<string, InboxState>(
    rows.map(({ userId, lastSequence, unreadCount }) => [userId, { lastSequence, unreadCount }]),
  );
  return new Map(userIds.map((userId) => [userId, known.get(userId) ?? NOTHING_YET]));
}

/** Locks a user's list until the transaction ends. @returns its number of unread notifications; null: there is no list */
export async function lockRecipient(db: Tx, userId: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ unread: number }[]>`
    SELECT unread_count AS unread FROM recipients WHERE user_id = ${userId}::uuid FOR UPDATE`;
  return row?.unread ?? null;
}

export async function setUnreadCount(db: Tx, userId: string, unreadCount: number): Promise<void> {
  await db.$executeRaw`UPDATE recipients SET unread_count = ${unreadCount}::int WHERE user_id = ${userId}::uuid`;
}

/** Deletes what is kept of a user, and remembers that nothing may be kept from now on. */
export async function eraseRecipient(db: Tx, userId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO recipients AS r (user_id, erased_at) VALUES (${userId}::uuid, ${now}::timestamptz)
    ON CONFLICT (user_id) DO UPDATE
       SET erased_at = coalesce(r.erased_at, excluded.erased_at), unread_count = 0`;
  await db.$executeRaw`DELETE FROM notifications WHERE user_id = ${userId}::uuid`;
  await db.$executeRaw`DELETE FROM receipts WHERE user_id = ${userId}::uuid`;
  await db.$executeRaw`DELETE FROM contacts WHERE user_id = ${userId}::uuid`;
}
