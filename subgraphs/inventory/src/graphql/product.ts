import { SHOWN_UP_TO } from '../domain/availability.ts';
import type { ProductAvailabilityResolvers, ProductResolvers } from '../generated/graphql.ts';
import { knownId } from './inputs.ts';

/** What inventory adds to a product of the catalogue; public. */
export const Product: ProductResolvers = {
  __resolveReference: ({ id }) => ({ id }),

  async availability(product, args, { loaders }) {
    const [productId, storeId] = [knownId(product.id), knownId(args.storeId)];
    return productId === null || storeId === null ? null : loaders.availability.load({ storeId, productId });
  },

  async inStock(product, args, { loaders }) {
    const productId = knownId(product.id);
    if (productId === null) return false;
    if (args.storeId == null) return loaders.anywhere.load(productId);
    const storeId = knownId(args.storeId);
    if (storeId === null) return false;
    const [store, there] = await Promise.all([
      loaders.store.load(storeId),
      loaders.availability.load({ storeId, productId }),
    ]);
    return store?.status === 'OPEN' && (there?.available ?? 0) > 0;
  },
};

export const ProductAvailability: ProductAvailabilityResolvers = {
  product: ({ productId }) => ({ id: productId }),
  async store({ storeId }, _args, { loaders }) {
    const store = await loaders.store.load(storeId);
    // A foreign key keeps the store of a stock item.
    if (store === null) throw new Error(`the store ${storeId} of a stock item is gone`);
    return store;
  },
  available: ({ available }) => Math.min(available, SHOWN_UP_TO),
  inStock: ({ available }) => available > 0,
};
