import { cancelReason, currency } from '@nakku/contracts';
import { z } from 'zod';

/**
 * What a notification says: a kind with its parameters. The sentences are made when it is read or sent, in the reader's
 * language. Amounts are minor units of `currency`.
 */
export const notificationContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ORDER_CONFIRMED'), orderNumber: z.string() }),
  z.object({ kind: z.literal('ORDER_ON_THE_WAY') }),
  z.object({ kind: z.literal('COURIER_NEARBY') }),
  z.object({ kind: z.literal('ORDER_DELIVERED'), orderNumber: z.string() }),
  z.object({ kind: z.literal('ORDER_CANCELLED'), orderNumber: z.string(), reason: cancelReason }),
  z.object({ kind: z.literal('ORDER_REFUNDED'), amount: z.number().int().positive(), currency }),
]);

export type NotificationContent = Readonly<z.output<typeof notificationContent>>;
export type NotificationKind = NotificationContent['kind'];

/** Something about an order of which a user was notified. */
export interface Notification {
  readonly id: string;
  readonly userId: string;
  /** Position in the user's list, from 1 and without gaps. */
  readonly sequence: number;
  readonly orderId: string;
  readonly content: NotificationContent;
  /** Null while it is unread. */
  readonly readAt: Date | null;
  readonly createdAt: Date;
}

/** A fact of which a user is to be notified, once. */
export interface Occurrence {
  readonly userId: string;
  readonly orderId: string;
  /** A user is notified once of each key of a kind: the order's ID, or the refund's. */
  readonly dedupeKey: string;
  readonly content: NotificationContent;
  /** When it happened. */
  readonly at: Date;
}

/** What of a user's list changes with each notification. */
export interface InboxState {
  /** Sequence of the newest notification; 0 while there is none. */
  readonly lastSequence: number;
  readonly unreadCount: number;
}

/**
 * Nobody is notified today of what happened last week: a service that starts late or reads old events again stays silent.
 * @param maxAgeMs age from which a fact is old
 */
export function isOutdated(occurrence: Occurrence, now: Date, maxAgeMs: number): boolean {
  return now.getTime() - occurrence.at.getTime() > maxAgeMs;
}
