import type { CategoryFacetResolvers } from '../../generated/graphql.ts';

export const categoryFacetType: CategoryFacetResolvers = {
  category: ({ categoryId }, _args, { loaders }) => loaders.category.load(categoryId),
};
