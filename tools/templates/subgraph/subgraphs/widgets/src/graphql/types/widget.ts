import { idInput } from '@nakku/graphql-kit';
import type { WidgetResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const widgetType: WidgetResolvers = {
  async __resolveReference(reference, { caller, loaders }) {
    const id = idInput.safeParse(reference.id);
    return id.success ? visibleTo(caller, await loaders.widgets.load(id.data)) : null;
  },
  owner: ({ ownerId }) => ({ id: ownerId }),
};
