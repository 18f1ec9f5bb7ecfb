import type { QueryResolvers } from '../../generated/graphql.ts';
import { findProduct } from '../lookups.ts';

export const product: NonNullable<QueryResolvers['product']> = (_parent, { by }, { loaders }) =>
  findProduct(by, loaders);
