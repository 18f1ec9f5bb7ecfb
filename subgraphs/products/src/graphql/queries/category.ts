import type { QueryResolvers } from '../../generated/graphql.ts';
import { findCategory } from '../lookups.ts';

export const category: NonNullable<QueryResolvers['category']> = (_parent, { by }, { loaders }) =>
  findCategory('by', by, loaders);
