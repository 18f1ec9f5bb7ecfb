import { connection, idInput, pageOf, requireUser } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../generated/graphql.ts';
import type { WidgetsService } from '../service.ts';
import { listWidgets } from '../store/widgets.ts';
import { readableWidget } from './widgetType.ts';

export function queries({ db }: WidgetsService): QueryResolvers {
  return {
    widget: (_, { id }, context) => {
      requireUser(context.caller);
      return readableWidget(id, context);
    },
    widgets: async (_, args, { caller }) => {
      const { userId } = requireUser(caller);
      const page = pageOf(args, idInput);
      return connection(await listWidgets(db, userId, page), page, ({ id }) => id);
    },
  };
}
