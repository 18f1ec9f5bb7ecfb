import { notFound, userError } from '@nakku/graphql-kit';

/** Constructors of the user errors of the catalogue. `path` is from the mutation's root. */

/** `what` is used by another product or category. */
export function duplicate(path: string[], what: string) {
  return userError('DuplicateError', 'DUPLICATE', path, `This ${what} is already in use.`);
}

export function categoryNotEmpty(counts: { productCount: number; categoryCount: number }) {
  return {
    ...userError(
      'CategoryNotEmptyError',
      'CATEGORY_NOT_EMPTY',
      ['categoryId'],
      'The category still has active products or categories.',
    ),
    productCount: counts.productCount,
    categoryCount: counts.categoryCount,
  };
}

export const productNotFound = () => notFound(['productId'], 'product');
export const categoryNotFound = (path: string[]) => notFound(path, 'category');
