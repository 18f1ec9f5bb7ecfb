import { connection, idInput, pageOf } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { UserResolvers } from '../../generated/graphql.ts';
import { notificationsOf } from '../../store/notifications.ts';
import { inboxStates } from '../../store/recipients.ts';
import { isSelf } from '../access.ts';

const sequence = z.number().int().min(1);

export const userType: UserResolvers = {
  __resolveReference: ({ id }) => {
    const userId = idInput.safeParse(id);
    return userId.success ? { id: userId.data } : null;
  },
  async notifications({ id }, args, { caller, deps }) {
    if (!isSelf(caller, id)) return null;
    const page = pageOf(args, sequence);
    return connection(await notificationsOf(deps.db, id, page), page, (node) => node.sequence);
  },
  async unreadNotificationCount({ id }, _, { caller, deps }) {
    if (!isSelf(caller, id)) return null;
    return (await inboxStates(deps.db, [id])).get(id)?.unreadCount ?? 0;
  },
};
