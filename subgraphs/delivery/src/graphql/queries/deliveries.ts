import { connection, idInput, isAdmin, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import type { UserCaller } from '@nakku/identity';
import { z } from 'zod';
import { type Delivery, deliveryStatuses } from '../../domain/delivery.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import type { Key } from '../../store/pages.ts';
import { searchDeliveries } from '../../store/search.ts';
import { keyOfList, parseFilter } from '../inputs.ts';

const filterSchema = z.object({
  storeId: idInput.nullish(),
  courierId: idInput.nullish(),
  statuses: z
    .array(z.enum(deliveryStatuses))
    .max(deliveryStatuses.length, { error: `must have at most ${deliveryStatuses.length} statuses` })
    .nullish(),
});
const keySchema = keyOfList('deliveries');
const keyOf = ({ deliveryId, createdAt }: Delivery): Key => [
  'deliveries',
  createdAt.toISOString(),
  deliveryId,
];

/** The stores whose deliveries are listed; null: all. A foreign store is like one without deliveries. */
function storesOf(caller: UserCaller, storeId: string | null): readonly string[] | null {
  if (storeId !== null) return operatesStore(caller, storeId) ? [storeId] : [];
  return isAdmin(caller) ? null : caller.storeIds;
}

export const deliveries: QueryResolvers['deliveries'] = async (_, args, { caller, deps }) => {
  const user = requireScope(caller, 'store-orders:read');
  const { storeId = null, courierId = null, statuses = null } = parseFilter(filterSchema, args.filter);
  const page = pageOf(args, keySchema);
  const search = { storeIds: storesOf(user, storeId), courierId, statuses };
  return connection(await searchDeliveries(deps.db, search, page), page, keyOf);
};
