import { requireUser, resumable } from '@nakku/graphql-kit';
import type { Notification } from '../../domain/notification.ts';
import { inboxChannel } from '../../events/channels.ts';
import type { NotificationUpdate, SubscriptionResolvers } from '../../generated/graphql.ts';
import { notificationAt, notificationsAfter } from '../../store/notifications.ts';
import { inboxStates } from '../../store/recipients.ts';

/** A place in a user's list: 0 and no notification where it begins. */
interface Step {
  readonly sequence: number;
  readonly notification: Notification | null;
}

type Payload = Pick<NotificationUpdate, 'cursor' | 'sequence' | 'unreadCount'> & {
  readonly step: Notification | null;
};

/** The current user's notifications, live; the list itself is the history, so that none is missed. */
export const notificationReceived = {
  subscribe(_, { after }, { caller, deps }) {
    const { userId } = requireUser(caller);
    const { db, live, liveReads, poll } = deps;
    const inbox = async () => (await inboxStates(db, [userId])).get(userId);
    return resumable<Step, { notificationReceived: Payload }>({
      stream: `notifications:${userId}`,
      channel: inboxChannel(userId),
      live,
      poll,
      after: after ?? null,
      async latest() {
        const sequence = (await inbox())?.lastSequence ?? 0;
        return { sequence, notification: await notificationAt(db, userId, sequence) };
      },
      latestSequence: async (maxAgeMs) =>
        (await liveReads.inboxes.read(userId, maxAgeMs))?.lastSequence ?? null,
      history: async (sequence, limit) =>
        (await notificationsAfter(db, userId, sequence, limit)).map((notification) => ({
          sequence: notification.sequence,
          notification,
        })),
      mayFollow: () => true,
      payload: async ({ sequence, notification: step }, cursor) => ({
        notificationReceived: { cursor, sequence, step, unreadCount: (await inbox())?.unreadCount ?? 0 },
      }),
    });
  },
} satisfies SubscriptionResolvers['notificationReceived'];
