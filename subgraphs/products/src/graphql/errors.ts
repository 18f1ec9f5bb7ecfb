import { notFound } from '@nakku/graphql-kit';

/** Constructors of the user errors of the catalogue. `path` is from the mutation's root. */

/** `what` is used by another product or category. */
export function duplicate(path: string[], what: string) {
  return {
    __typename: 'DuplicateError' as const,
    message: `This ${what} is already in use.`,
    code: 'DUPLICATE',
    path,
  };
}

export function categoryNotEmpty(counts: { productCount: number; categoryCount: number }) {
  return {
    __typename: 'CategoryNotEmptyError' as const,
    message: 'The category still has active products or categories.',
    code: 'CATEGORY_NOT_EMPTY',
    path: ['categoryId'],
    productCount: counts.productCount,
    categoryCount: counts.categoryCount,
  };
}

export const productNotFound = () => notFound(['productId'], 'product');
export const categoryNotFound = (path: string[]) => notFound(path, 'category');
