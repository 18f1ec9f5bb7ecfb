import { archiveProduct } from '../../app/archiveProduct.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessCatalogue } from '../access.ts';
import { productNotFound } from '../errors.ts';
import { knownId } from '../lookups.ts';

export const productArchive: NonNullable<MutationResolvers['productArchive']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: actorId } = accessCatalogue(caller);
  const productId = knownId(args.productId);
  if (productId === null) return { product: null, userErrors: [productNotFound()] };
  const result = await archiveProduct(deps, { actorId, productId });
  return result.kind === 'done'
    ? { product: result.product, userErrors: [] }
    : { product: null, userErrors: [productNotFound()] };
};
