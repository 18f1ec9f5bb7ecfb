import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { loadOpenOffers } from '../../store/offers.ts';

export const myDeliveryOffers: QueryResolvers['myDeliveryOffers'] = (_, __, { caller, deps }) => {
  const { userId } = requireScope(caller, 'deliveries:read');
  return loadOpenOffers(deps.db, userId);
};
