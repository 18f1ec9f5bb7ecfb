import type { NotificationKind } from './notification.ts';

/** Which notifications are sent by email too; what concerns the next minutes is not. All are in the app. */
const isMailed: Readonly<Record<NotificationKind, boolean>> = {
  ORDER_CONFIRMED: true,
  ORDER_ON_THE_WAY: false,
  COURIER_NEARBY: false,
  ORDER_DELIVERED: true,
  ORDER_CANCELLED: true,
  ORDER_REFUNDED: true,
};

export const goesByEmail = (kind: NotificationKind): boolean => isMailed[kind];
