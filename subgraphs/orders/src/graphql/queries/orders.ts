import { orderStatus } from '@nakku/contracts';
import {
  connection,
  forbidden,
  hasScope,
  idInput,
  operatesStore,
  pageOf,
  requireUser,
} from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { Order } from '../../domain/order.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { searchOrders } from '../../store/orderQueries.ts';
import type { OrderKey, OrderSearch } from '../../store/orderQueries.ts';

const keySchema = z.tuple([z.iso.datetime(), z.uuid()]);
const keyOf = (order: Order): OrderKey => [order.placedAt.toISOString(), order.id];

const filterSchema = z.object({
  storeId: z.string().nullish(),
  statuses: z.array(orderStatus).max(10, { error: 'must have at most 10 statuses' }).nullish(),
  placedFrom: z.date().nullish(),
  placedTo: z.date().nullish(),
});

/** Whose orders are requested; null when the caller may not know whether there are any. */
function ownerFor(caller: Caller, storeId: string | null): OrderSearch['owner'] | null {
  const user = requireUser(caller);
  if (storeId === null) {
    if (!hasScope(user, 'orders:read')) throw forbidden('the scope orders:read');
    return { customerId: user.userId };
  }
  if (!hasScope(user, 'store-orders:read')) throw forbidden('the scope store-orders:read');
  const id = idInput.safeParse(storeId);
  return id.success && operatesStore(user, id.data) ? { storeId: id.data } : null;
}

export const orders: NonNullable<QueryResolvers['orders']> = async (_, args, { caller, deps }) => {
  const filter = filterSchema.safeParse(args.filter ?? {});
  if (!filter.success) {
    const [issue] = filter.error.issues;
    throw new GraphQLError(`\`filter.${issue?.path.join('.')}\` ${issue?.message}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const { storeId, statuses, placedFrom, placedTo } = filter.data;
  const owner = ownerFor(caller, storeId ?? null);
  const page = pageOf<OrderKey>(args, keySchema);
  if (owner === null) return connection([], page, keyOf);
  const search = {
    owner,
    statuses: statuses ?? null,
    placedFrom: placedFrom ?? null,
    placedTo: placedTo ?? null,
  };
  return connection(await searchOrders(deps.db, search, page), page, keyOf);
};
