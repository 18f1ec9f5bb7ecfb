import { isOpen } from '../../domain/store.ts';
import type { StoreResolvers } from '../../generated/graphql.ts';
import { knownId } from '../inputs.ts';

/** Stores are public, also closed ones: old orders name them. */
export const storeType: StoreResolvers = {
  __resolveReference: ({ id }, { loaders }) => {
    const storeId = knownId(id);
    return storeId === null ? null : loaders.store.load(storeId);
  },
  id: (store) => store.storeId,
  deliveryFee: ({ deliveryFee, currency }) => ({ amount: deliveryFee, currency }),
  freeDeliveryFrom: ({ freeDeliveryFrom, currency }) =>
    freeDeliveryFrom === null ? null : { amount: freeDeliveryFrom, currency },
  minimumOrder: ({ minimumOrder, currency }) =>
    minimumOrder === null ? null : { amount: minimumOrder, currency },
  isOpen: (store, _args, { deps }) => isOpen(store, deps.now()),
};
