import type { ProductResolvers } from '../../generated/graphql.ts';
import { isOpen } from '../../domain/store.ts';
import { knownId } from '../inputs.ts';

/** What inventory adds to a product of the catalogue; public. */
export const productType: ProductResolvers = {
  __resolveReference: ({ id }) => ({ id }),

  async availability(product, args, { loaders }) {
    const [productId, storeId] = [knownId(product.id), knownId(args.storeId)];
    return productId === null || storeId === null ? null : loaders.availability.load({ storeId, productId });
  },

  async inStock(product, args, { deps, loaders }) {
    const productId = knownId(product.id);
    if (productId === null) return false;
    if (args.storeId == null) return loaders.anywhere.load(productId);
    const storeId = knownId(args.storeId);
    if (storeId === null) return false;
    const [store, there] = await Promise.all([
      loaders.store.load(storeId),
      loaders.availability.load({ storeId, productId }),
    ]);
    return store !== null && isOpen(store, deps.now()) && (there?.available ?? 0) > 0;
  },
};
