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
  /** In the app it is in the user's list; by e-mail, the mail server has accepted it. */
  'notification.sent': notification,
});
