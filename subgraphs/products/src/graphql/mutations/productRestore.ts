import { invalidInput } from '@nakku/graphql-kit';
import { restoreProduct } from '../../app/restoreProduct.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { productNotFound } from '../errors.ts';
import { knownId } from '../lookups.ts';

export const productRestore: NonNullable<MutationResolvers['productRestore']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const productId = knownId(args.productId);
  if (productId === null) return { product: null, userErrors: [productNotFound()] };
  const result = await restoreProduct(deps, { actorId, productId });
  switch (result.kind) {
    case 'done':
      return { product: result.product, userErrors: [] };
    case 'not_found':
      return { product: null, userErrors: [productNotFound()] };
    case 'category_archived': {
      const message = 'is in an archived category: move the product to an active one first';
      return { product: null, userErrors: [invalidInput(['productId'], message, 'CATEGORY_ARCHIVED')] };
    }
  }
};
