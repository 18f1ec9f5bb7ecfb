import type { Caller } from '@nakku/identity';
import type { Notification } from '../domain/notification.ts';

/** Whether the caller is this user: nobody else reads somebody's notifications, not even staff. */
export function isSelf(caller: Caller, userId: string): boolean {
  return caller.kind === 'user' && caller.userId === userId;
}

/** The notification if the caller may read it: a foreign one and a missing one are alike. */
export function visibleTo(caller: Caller, notification: Notification | null): Notification | null {
  return notification !== null && isSelf(caller, notification.userId) ? notification : null;
}
