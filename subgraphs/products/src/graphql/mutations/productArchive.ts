import { notFound, requireScope } from '@nakku/graphql-kit';
import { publishProduct } from '../../events/publish.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { archiveProduct, productsById } from '../../store/products.ts';
import { knownId } from '../inputs.ts';

/** A product that is archived already is answered as it is. */
export const productArchive: NonNullable<MutationResolvers['productArchive']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, platform } = context;
  requireScope(caller, 'catalog:write');
  const id = knownId(args.productId);
  const product =
    id === null
      ? null
      : await platform.transaction(async (tx) => {
          const archived = await archiveProduct(tx.db, id, new Date());
          if (archived) publishProduct(tx, 'product.deleted', archived);
          return archived ?? (await productsById(tx.db, [id])).at(0) ?? null;
        });
  return product === null
    ? { product, userErrors: [notFound(['productId'], 'product')] }
    : { product, userErrors: [] };
};
