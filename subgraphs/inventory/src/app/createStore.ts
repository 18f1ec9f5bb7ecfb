import { storeChanges } from '../domain/audit.ts';
import type { Store } from '../domain/store.ts';
import { publishStore } from '../events/publish.ts';
import { insertAudit } from '../store/audit.ts';
import { insertStore } from '../store/stores.ts';
import type { Deps } from './deps.ts';

/** Opens a new store. */
export async function createStore(
  deps: Deps,
  command: {
    readonly actorId: string;
    readonly store: Omit<Store, 'storeId' | 'status' | 'version'>;
  },
): Promise<Store> {
  const { actorId } = command;
  const store: Store = { ...command.store, storeId: deps.newId(), status: 'OPEN', version: 1 };
  const { storeId } = store;
  await deps.platform.transaction(async (tx) => {
    publishStore(tx, 'store.created', store, await insertStore(tx.db, store));
    const changes = storeChanges(null, store);
    await insertAudit(tx.db, [
      { storeId, actorId, act: 'STORE_CREATED', productId: null, orderId: null, note: null, changes },
    ]);
  });
  return store;
}
