import { connection, pageOf } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { storeKey, type StoreKey, storePage } from '../../store/stores.ts';

export const stores: NonNullable<QueryResolvers['stores']> = async (_parent, args, { deps }) => {
  const page = pageOf(args, storeKey);
  const keyOf = (store: { name: string; storeId: string }): StoreKey => ['stores', store.name, store.storeId];
  return connection(await storePage(deps.db, page), page, keyOf);
};
