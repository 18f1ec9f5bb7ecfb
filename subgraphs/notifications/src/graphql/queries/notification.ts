import { idInput, requireUser } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const notification: NonNullable<QueryResolvers['notification']> = async (
  _,
  args,
  { caller, loaders },
) => {
  requireUser(caller);
  const id = idInput.safeParse(args.id);
  return id.success ? visibleTo(caller, await loaders.notifications.load(id.data)) : null;
};
