import { priceEntryStatus } from '../../domain/prices.ts';
import type { PriceEntryResolvers } from '../../generated/graphql.ts';

export const priceEntryType: PriceEntryResolvers = {
  product: ({ productId }, _args, { loaders }) => loaders.product.load(productId),
  store: ({ storeId }) => (storeId === null ? null : { id: storeId }),
  async price({ price, productId }, _args, { loaders }) {
    const product = await loaders.product.load(productId);
    return product === null ? null : { amount: price, currency: product.currency };
  },
  status: (entry, _args, { deps }) => priceEntryStatus(entry, deps.now()),
};
