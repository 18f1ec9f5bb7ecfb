import { requireUser } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { idOf, visibleTo } from '../access.ts';

export const delivery: QueryResolvers['delivery'] = async (_, args, context) => {
  requireUser(context.caller);
  const orderId = idOf(args.orderId);
  return orderId ? visibleTo(context, await context.loaders.deliveriesOfOrders.load(orderId)) : null;
};
