import { connection, idInput, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Order } from '../../domain/order.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { pickQueueOf } from '../../store/pickQueue.ts';
import type { PickKey } from '../../store/pickQueue.ts';

const keySchema = z.tuple([z.literal('pickQueue'), z.iso.datetime(), idInput]);
const keyOf = ({ promise, id }: Order): PickKey => ['pickQueue', promise.to.toISOString(), id];

export const pickQueue: NonNullable<QueryResolvers['pickQueue']> = async (_, args, { caller, deps }) => {
  const user = requireScope(caller, 'store-orders:read');
  const page = pageOf<PickKey>(args, keySchema);
  const id = idInput.safeParse(args.storeId);
  if (!id.success || !operatesStore(user, id.data)) return connection([], page, keyOf);
  const of = { storeId: id.data, isUnclaimed: args.isUnclaimed };
  return connection(await pickQueueOf(deps.db, of, page), page, keyOf);
};
