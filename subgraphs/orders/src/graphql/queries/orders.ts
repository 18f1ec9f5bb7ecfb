import { orderStatus } from '@nakku/contracts';
import {
  connection,
  forbidden,
  hasScope,
  idInput,
  operatesStore,
  pageOf,
  requireUser,
  textInput,
} from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { parseOrderNumber } from '../../domain/order.ts';
import type { Order } from '../../domain/order.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { searchOrders } from '../../store/orderSearch.ts';
import type { OrderKey, OrderOwner } from '../../store/orderSearch.ts';
import { storesOf } from '../access.ts';

const keySchema = z.tuple([z.literal('orders'), z.iso.datetime(), idInput]);
const keyOf = (order: Order): OrderKey => ['orders', order.placedAt.toISOString(), order.id];

const numberInput = z.string().transform((text, context) => {
  const serial = parseOrderNumber(text);
  if (serial === null) context.addIssue('must be an order number such as NK-000123');
  return serial;
});

const filterSchema = z.object({
  storeId: z.string().nullish(),
  isAcrossStores: z.boolean().default(false),
  number: numberInput.nullish(),
  customerId: idInput.nullish(),
  text: textInput(2, 100).nullish(),
  statuses: z.array(orderStatus).max(10, { error: 'must have at most 10 statuses' }).nullish(),
  placedFrom: z.date().nullish(),
  placedTo: z.date().nullish(),
});

type Filter = z.output<typeof filterSchema>;

function parseFilter(filter: unknown): Filter {
  const parsed = filterSchema.safeParse(filter ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraphQLError(`\`filter.${issue?.path.join('.')}\` ${issue?.message}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** Whose orders are requested; null when the caller may not know whether there are any. */
function ownerFor(caller: Caller, { storeId, isAcrossStores }: Filter): OrderOwner | null {
  const user = requireUser(caller);
  if (storeId == null && !isAcrossStores) {
    if (!hasScope(user, 'orders:read')) throw forbidden('the scope orders:read');
    return { customerId: user.userId };
  }
  if (!hasScope(user, 'store-orders:read')) throw forbidden('the scope store-orders:read');
  if (storeId == null) {
    const stores = storesOf(user);
    return stores === 'all' ? 'everybody' : { storeIds: stores };
  }
  const id = idInput.safeParse(storeId);
  return id.success && operatesStore(user, id.data) ? { storeIds: [id.data] } : null;
}

export const orders: NonNullable<QueryResolvers['orders']> = async (_, args, { caller, deps }) => {
  const filter = parseFilter(args.filter);
  const owner = ownerFor(caller, filter);
  const page = pageOf<OrderKey>(args, keySchema);
  if (owner === null) return connection([], page, keyOf);
  const search = {
    owner,
    serial: filter.number ?? null,
    customerId: filter.customerId ?? null,
    text: filter.text ?? null,
    statuses: filter.statuses ?? null,
    placedFrom: filter.placedFrom ?? null,
    placedTo: filter.placedTo ?? null,
  };
  return connection(await searchOrders(deps.db, search, page), page, keyOf);
};
