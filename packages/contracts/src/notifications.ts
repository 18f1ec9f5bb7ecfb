import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { id, instant } from './values.ts';

/** What users are notified of. */
export const notificationKind = z.enum([
  'ORDER_CONFIRMED',
  'ORDER_ON_THE_WAY',
  'COURIER_NEARBY',
  'ORDER_DELIVERED',
  'ORDER_CANCELLED',
  'ORDER_REFUNDED',
]);

/**
 * `BOUNCED`: the mail server says that there is no such mailbox, or an earlier mail bounced. `REJECTED`: it refuses this
 * mail. `EXPIRED`: it could not be sent in time. `NO_ADDRESS`: no address of the user became known in time.
 */
export const notificationFailure = z.enum(['BOUNCED', 'REJECTED', 'EXPIRED', 'NO_ADDRESS']);

/** Keyed by the notification's id. */
const notification = z.object({
  notificationId: id,
  userId: id,
  orderId: id,
  kind: notificationKind,
  channel: z.enum(['IN_APP', 'EMAIL']),
  at: instant,
});

export const notifications = contractsOf('notifications', {
  /** In the app it is in the user's list; by email, the mail server has accepted it. */
  'notification.sent': notification,
  /** It will not be sent by this channel. */
  'notification.failed': notification.extend({ reason: notificationFailure }),
});

export type NotificationFailure = z.infer<typeof notificationFailure>;
