import { invalidInput, notFound, parseInput, requireScope, versionConflict } from '@nakku/graphql-kit';
import type { z } from 'zod';
import type { Store } from '../../domain/store.ts';
import { publishStore } from '../../events/publishStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { saveStore, storesById } from '../../store/stores.ts';
import { knownId, storeUpdateInput } from '../inputs.ts';

/** Fields left out stay as they are. */
function changed(store: Store, change: z.output<typeof storeUpdateInput>): Store {
  return {
    ...store,
    name: change.name ?? store.name,
    radiusMeters: change.radiusMeters ?? store.radiusMeters,
    openingHours: change.openingHours ?? store.openingHours,
    deliveryFee: change.deliveryFee ?? store.deliveryFee,
    freeDeliveryFrom:
      change.freeDeliveryFrom === undefined ? store.freeDeliveryFrom : change.freeDeliveryFrom,
    version: store.version + 1,
  };
}

export const storeUpdate: NonNullable<MutationResolvers['storeUpdate']> = async (
  _parent,
  args,
  { caller, platform },
) => {
  requireScope(caller, 'stores:write');
  const input = parseInput(storeUpdateInput, args.input, ['input']);
  if (!input.ok) return { store: null, userErrors: input.errors };
  const storeId = knownId(args.storeId);

  return platform.transaction(async (tx) => {
    const [store] = storeId === null ? [] : await storesById(tx.db, [storeId]);
    if (store === undefined) return { store: null, userErrors: [notFound(['storeId'], 'store')] };
    if (store.status === 'CLOSED') {
      const closed = invalidInput(['storeId'], 'The store is closed for good.', 'STORE_CLOSED');
      return { store: null, userErrors: [closed] };
    }
    const at = new Date();
    const next = changed(store, input.value);
    const saved = store.version === input.value.expectedVersion ? await saveStore(tx.db, next, at) : null;
    if (saved === null) {
      const [now = store] = await storesById(tx.db, [store.storeId]);
      return { store: null, userErrors: [versionConflict(['input', 'expectedVersion'], now.version)] };
    }
    publishStore(tx, 'store.updated', saved, at);
    return { store: saved, userErrors: [] };
  });
};
