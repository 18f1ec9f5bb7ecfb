import { idInput, operatesStore, requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';

export const pickList: NonNullable<QueryResolvers['pickList']> = async (_, args, { caller, loaders }) => {
  const user = requireScope(caller, 'store-orders:read');
  const id = idInput.safeParse(args.orderId);
  const order = id.success ? await loaders.orders.load(id.data) : null;
  return order && operatesStore(user, order.storeId) ? order : null;
};
