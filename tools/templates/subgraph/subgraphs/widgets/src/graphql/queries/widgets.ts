import { connection, idInput, pageOf, requireUser } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { widgetsOf } from '../../store/widgets.ts';

export const widgets: NonNullable<QueryResolvers['widgets']> = async (_, args, { caller, deps }) => {
  const { userId } = requireUser(caller);
  const page = pageOf(args, idInput);
  return connection(await widgetsOf(deps.db, userId, page), page, ({ id }) => id);
};
