import { idInput, requireUser } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const widget: NonNullable<QueryResolvers['widget']> = async (_, args, { caller, loaders }) => {
  requireUser(caller);
  const id = idInput.safeParse(args.id);
  return id.success ? visibleTo(caller, await loaders.widgets.load(id.data)) : null;
};
