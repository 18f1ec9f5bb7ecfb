import { depthOf } from '../../domain/category.ts';
import type { CategoryResolvers } from '../../generated/graphql.ts';
import { knownId } from '../lookups.ts';
import { productPage } from '../productPage.ts';

export const categoryType: CategoryResolvers = {
  __resolveReference(reference, { loaders }) {
    if ('slug' in reference) return loaders.categoryBySlug.load(reference.slug);
    const id = knownId(reference.id);
    return id === null ? null : loaders.category.load(id);
  },
  parent: ({ parentId }, _args, { loaders }) => (parentId === null ? null : loaders.category.load(parentId)),
  children: ({ id }, _args, { loaders }) => loaders.children.load(id),
  async breadcrumbs({ ancestorIds }, _args, { loaders }) {
    const found = await loaders.category.loadMany(ancestorIds);
    return found.map((category, level) => {
      if (category instanceof Error) throw category;
      if (category === null) throw new Error(`the category ${ancestorIds[level]} above another is gone`);
      return category;
    });
  },
  depth: depthOf,
  products: ({ id }, args, context, info) =>
    productPage(
      context,
      {
        search: null,
        categoryId: id,
        priceFrom: null,
        priceTo: null,
        brands: null,
        tags: null,
        inStockAt: null,
        status: 'ACTIVE',
      },
      'NAME',
      args,
      info,
    ),
};
