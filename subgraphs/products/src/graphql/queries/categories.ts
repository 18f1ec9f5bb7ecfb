import type { QueryResolvers } from '../../generated/graphql.ts';
import { topCategories } from '../../store/categories.ts';

export const categories: NonNullable<QueryResolvers['categories']> = (_parent, _args, { deps }) =>
  topCategories(deps.db);
