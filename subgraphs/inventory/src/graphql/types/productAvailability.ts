import { SHOWN_UP_TO } from '../../domain/availability.ts';
import { isOpen } from '../../domain/store.ts';
import type { ProductAvailabilityResolvers } from '../../generated/graphql.ts';
import { loadStoreOf } from '../loadStoreOf.ts';

export const productAvailabilityType: ProductAvailabilityResolvers = {
  product: ({ productId }) => ({ id: productId }),
  store: loadStoreOf,
  available: ({ available }) => Math.min(available, SHOWN_UP_TO),
  async inStock(availability, _args, context) {
    if (availability.available <= 0) return false;
    return isOpen(await loadStoreOf(availability, _args, context), context.deps.now());
  },
};
