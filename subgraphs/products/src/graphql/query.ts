import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import type { CategoryBy, ProductBy, QueryResolvers } from '../generated/graphql.ts';
import { topCategories } from '../store/categories.ts';
import type { Loaders } from './context.ts';
import { knownId } from './inputs.ts';
import { emptyPage, listingOf, productPage } from './listing.ts';
import { oneOf } from './oneOf.ts';

/** Archived products too: old orders show them. */
async function findProduct(by: ProductBy, loaders: Loaders): Promise<Product | null> {
  const { field, value } = oneOf<'id' | 'slug' | 'sku'>('by', by);
  if (field === 'slug') return loaders.productBySlug.load(value);
  if (field === 'sku') return loaders.productBySku.load(value);
  const id = knownId(value);
  return id === null ? null : loaders.product.load(id);
}

async function findCategory(argument: string, by: CategoryBy, loaders: Loaders): Promise<Category | null> {
  const { field, value } = oneOf<'id' | 'slug'>(argument, by);
  if (field === 'slug') return loaders.categoryBySlug.load(value);
  const id = knownId(value);
  return id === null ? null : loaders.category.load(id);
}

/** The catalogue is public, but for the list of what is archived. */
export const Query: QueryResolvers = {
  product: (_parent, { by }, { loaders }) => findProduct(by, loaders),

  async products(_parent, args, context) {
    const listing = listingOf(context, args);
    const category = args.category ? await findCategory('category', args.category, context.loaders) : null;
    if (args.category && category === null) return emptyPage(args);
    const within = { ...listing, categoryId: category?.id ?? null };
    return productPage(context, within, args.sort ?? 'RELEVANCE', args);
  },

  category: (_parent, { by }, { loaders }) => findCategory('by', by, loaders),
  categories: (_parent, _args, { db }) => topCategories(db),
};
