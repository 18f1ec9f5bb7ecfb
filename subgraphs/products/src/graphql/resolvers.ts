import type { Resolvers } from '../generated/graphql.ts';
import { Category } from './category.ts';
import { categoryCreate } from './mutations/categoryCreate.ts';
import { productArchive } from './mutations/productArchive.ts';
import { productCreate } from './mutations/productCreate.ts';
import { productUpdate } from './mutations/productUpdate.ts';
import { Product } from './product.ts';
import { Query } from './query.ts';

export const resolvers = {
  Query,
  Mutation: { productCreate, productUpdate, productArchive, categoryCreate },
  Product,
  Category,
} satisfies Resolvers;
