import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { loadDeliveriesInHand } from '../../store/deliveries.ts';

export const myDeliveries: QueryResolvers['myDeliveries'] = (_, __, { caller, deps }) => {
  const { userId } = requireScope(caller, 'deliveries:read');
  return loadDeliveriesInHand(deps.db, userId);
};
