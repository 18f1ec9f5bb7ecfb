import type { QueryResolvers } from '../../generated/graphql.ts';

export const me: NonNullable<QueryResolvers['me']> = (_parent, _args, { caller, loaders }) =>
  caller.kind === 'user' ? loaders.user.load(caller.userId) : null;
