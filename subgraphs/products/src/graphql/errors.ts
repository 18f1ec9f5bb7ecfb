import { invalidInput, notFound, userError } from '@nakku/graphql-kit';
import type { PriceEntryRefusal } from '../app/changePriceEntry.ts';

/** Constructors of the user errors of the catalogue. `path` is from the mutation's root. */

/** `what` is used by another product or category. */
export function duplicate(path: string[], what: string) {
  return userError('DuplicateError', 'DUPLICATE', path, `This ${what} is already in use.`);
}

/** The price list of a product is full. */
export function priceEntryLimit(path: string[], limit: number) {
  const message = `A product has at most ${limit} prices that are not over.`;
  return { ...userError('PriceEntryLimitError', 'PRICE_ENTRY_LIMIT', path, message), limit };
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

export const priceEntryNotFound = (path: string[]) => notFound(path, 'price entry');
export const productNotFoundAt = (path: string[]) => notFound(path, 'product');
export const productNotFound = () => notFound(['productId'], 'product');
export const categoryNotFound = (path: string[]) => notFound(path, 'category');

/** The user error of a price that does not fit its product, or of times that do not fit each other. */
export function priceEntryError(refusal: PriceEntryRefusal) {
  switch (refusal.kind) {
    case 'currency_differs':
      return invalidInput(
        ['input', 'price', 'currency'],
        `must be ${refusal.currency}, the currency of the product`,
      );
    case 'not_above_deposit':
      return invalidInput(
        ['input', 'price', 'amount'],
        `must be more than the deposit of ${refusal.deposit}`,
      );
    case 'ends_before_it_begins':
      return invalidInput(['input', 'validUntil'], 'must be later than validFrom');
    case 'ended':
      return invalidInput(['input', 'validUntil'], 'must be in the future');
  }
}
