import { notFound, requireScope } from '@nakku/graphql-kit';
import { publishStore } from '../../events/publishStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { closeStore, storesById } from '../../store/stores.ts';
import { knownId } from '../inputs.ts';

/** A store that is closed already is answered as it is. */
export const storeClose: NonNullable<MutationResolvers['storeClose']> = async (
  _parent,
  args,
  { caller, platform },
) => {
  requireScope(caller, 'stores:write');
  const storeId = knownId(args.storeId);
  const store =
    storeId === null
      ? null
      : await platform.transaction(async (tx) => {
          const at = new Date();
          const closed = await closeStore(tx.db, storeId, at);
          if (closed) publishStore(tx, 'store.closed', closed, at);
          return closed ?? (await storesById(tx.db, [storeId])).at(0) ?? null;
        });
  return store === null ? { store, userErrors: [notFound(['storeId'], 'store')] } : { store, userErrors: [] };
};
