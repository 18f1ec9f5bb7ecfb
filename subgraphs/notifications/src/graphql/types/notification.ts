import { idInput } from '@nakku/graphql-kit';
import { wordingOf } from '../../domain/wording/wording.ts';
import type { NotificationResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const notificationType: NotificationResolvers = {
  async __resolveReference(reference, { caller, loaders }) {
    const id = idInput.safeParse(reference.id);
    return id.success ? visibleTo(caller, await loaders.notifications.load(id.data)) : null;
  },
  kind: ({ content }) => content.kind,
  title: ({ content }, { locale }) => wordingOf(content, locale).title,
  body: ({ content }, { locale }) => wordingOf(content, locale).body,
  order: ({ orderId }) => ({ id: orderId }),
};
