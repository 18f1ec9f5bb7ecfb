import type { NotificationFailure } from '@nakku/contracts';
import { z } from 'zod';
import { notificationContent } from '../domain/notification.ts';
import { receiptContent } from '../domain/receipt.ts';
import { locales } from '../domain/wording/locale.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

const leasedMail = z.object({
  notificationId: z.string(),
  userId: z.string(),
  orderId: z.string(),
  content: notificationContent,
  attempts: z.number(),
  createdAt: z.date(),
  locale: z.enum(locales),
  /** Null: no address is known, or none any more. */
  email: z.string().nullable(),
  name: z.string().nullable(),
  hasBounced: z.boolean(),
  receipt: receiptContent.nullable(),
});

/** A mail that a worker holds, with what it is made of. */
export type LeasedMail = Readonly<z.output<typeof leasedMail>>;

/** The statement that writes an open mail. */
export function mailWrite(notificationId: string, now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO mails (notification_id, due_at, created_at)
    VALUES (${notificationId}::uuid, ${now}::timestamptz, ${now}::timestamptz)`;
}

/** Takes up to `limit` due mails for `leaseMs`; other workers skip them. */
export async function leaseMails(db: Tx, limit: number, leaseMs: number): Promise<LeasedMail[]> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH leased AS (
      UPDATE mails m
         SET attempts = m.attempts + 1, leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
       WHERE m.notification_id IN (
         SELECT notification_id FROM mails
          WHERE status = 'OPEN' AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
          ORDER BY due_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING m.notification_id, m.attempts, m.created_at
    )
    SELECT l.notification_id::text AS "notificationId", n.user_id::text AS "userId",
           n.order_id::text AS "orderId", n.content, l.attempts, l.created_at AS "createdAt", r.locale,
           c.email, c.name, c.bounced_at IS NOT NULL AS "hasBounced", p.content AS receipt
      FROM leased l
      JOIN notifications n ON n.id = l.notification_id
      JOIN recipients r ON r.user_id = n.user_id
      LEFT JOIN contacts c ON c.user_id = n.user_id
      LEFT JOIN receipts p ON p.order_id = n.order_id`;
  return rows.map((row) => leasedMail.parse(row));
}

/** How a mail ended; a failure has what the mail server said. */
export type MailEnd =
  | { readonly status: 'SENT' }
  | { readonly status: 'FAILED'; readonly failure: NotificationFailure; readonly detail: string };

/** Characters of a server's reply that are kept. */
const MAX_DETAIL = 500;

/**
 * Ends an open mail and counts the event about it.
 * @returns the notification's new version; null: another worker ended it first, or it is erased, and the transaction must
 * not commit
 */
export async function endMail(
  db: Tx,
  notificationId: string,
  end: MailEnd,
  now: Date,
): Promise<number | null> {
  const { failure, detail } = end.status === 'FAILED' ? end : { failure: null, detail: null };
  const [row] = await db.$queryRaw<{ version: number }[]>`
    WITH counted AS (
      UPDATE notifications SET version = version + 1 WHERE id = ${notificationId}::uuid RETURNING id, version
    )
    UPDATE mails m
       SET status = ${end.status}, failure = ${failure}, last_error = ${detail?.slice(0, MAX_DETAIL) ?? null},
           ended_at = ${now}::timestamptz, leased_until = NULL
      FROM counted
     WHERE m.notification_id = counted.id AND m.status = 'OPEN'
    RETURNING counted.version`;
  return row?.version ?? null;
}

/** An open mail is due again after `afterMs`; nobody holds it until then. */
export async function postponeMail(
  db: Tx,
  notificationId: string,
  { afterMs, detail }: { readonly afterMs: number; readonly detail: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE mails
       SET due_at = now() + ${afterMs}::int * interval '1 millisecond', leased_until = NULL,
           last_error = ${detail.slice(0, MAX_DETAIL)}
     WHERE notification_id = ${notificationId}::uuid AND status = 'OPEN'`;
}
