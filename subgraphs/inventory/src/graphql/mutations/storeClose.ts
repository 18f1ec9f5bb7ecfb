import { notFound, requireScope } from '@nakku/graphql-kit';
import { moveStore } from '../../app/moveStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { knownId } from '../inputs.ts';
import { moveStorePayload } from '../moveStorePayload.ts';

/** A store that is closed already is returned as it is. */
export const storeClose: NonNullable<MutationResolvers['storeClose']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'stores:write');
  const storeId = knownId(args.storeId);
  if (storeId === null) return { store: null, userErrors: [notFound(['storeId'], 'store')] };
  return moveStorePayload(await moveStore(deps, { storeId, actorId: userId, to: 'CLOSED', note: null }));
};
