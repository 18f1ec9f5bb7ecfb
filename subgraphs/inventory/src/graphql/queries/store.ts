import type { QueryResolvers } from '../../generated/graphql.ts';
import { knownId } from '../inputs.ts';

export const store: NonNullable<QueryResolvers['store']> = (_parent, args, { loaders }) => {
  const storeId = knownId(args.id);
  return storeId === null ? null : loaders.store.load(storeId);
};
