import { markRead, type ReadSelection } from '../store/notifications.ts';
import { lockRecipient, setUnreadCount } from '../store/recipients.ts';
import type { Deps } from './deps.ts';

/**
 * Marks notifications of a user as read; what is read already, missing or somebody else's has no effect.
 * @returns the number of unread notifications after that
 */
export async function markNotificationsRead(
  deps: Deps,
  { userId, which }: { readonly userId: string; readonly which: ReadSelection },
): Promise<number> {
  return deps.platform.transaction(async (tx) => {
    const unread = await lockRecipient(tx.db, userId);
    if (unread === null) return 0;
    const marked = await markRead(tx.db, userId, which, deps.now());
    if (marked > 0) await setUnreadCount(tx.db, userId, unread - marked);
    return unread - marked;
  });
}
