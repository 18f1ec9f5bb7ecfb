import { nearestServing } from '../../domain/store.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { runningStores } from '../../store/stores.ts';

const MAX_STORES = 10;

export const storesServing: NonNullable<QueryResolvers['storesServing']> = async (
  _parent,
  { location },
  { deps },
) => nearestServing(await runningStores(deps.db), location, deps.now(), MAX_STORES);
