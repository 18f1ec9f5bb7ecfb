import { storeChanges, type StoreAct } from '../domain/audit.ts';
import type { Store, StoreDecision, StoreRefusal } from '../domain/store.ts';
import { publishStore } from '../events/publish.ts';
import { insertAudit } from '../store/audit.ts';
import { lockStore, saveStore } from '../store/stores.ts';
import type { Deps } from './deps.ts';

export type StoreChanged =
  | { readonly kind: 'done'; readonly store: Store }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: StoreRefusal };

/** Changes a store by hand: `decide` sees it under its lock. One that stays as it is gets no event and no audit entry. */
export function changeStore(
  deps: Deps,
  command: {
    readonly storeId: string;
    readonly actorId: string;
    readonly act: StoreAct;
    readonly note: string | null;
  },
  decide: (store: Store) => StoreDecision,
): Promise<StoreChanged> {
  const { storeId, actorId, act, note } = command;
  return deps.platform.transaction(async (tx) => {
    const before = await lockStore(tx.db, storeId);
    if (before === null) return { kind: 'not_found' };
    const decided = decide(before);
    if ('refused' in decided) return { kind: 'refused', refusal: decided.refused };
    const { store } = decided;
    if (store === before) return { kind: 'done', store };
    const at = deps.now();
    await saveStore(tx.db, store, at);
    publishStore(tx, store.status === 'CLOSED' ? 'store.closed' : 'store.updated', store, at);
    const changes = storeChanges(before, store);
    await insertAudit(tx.db, [{ storeId, actorId, act, productId: null, orderId: null, note, changes }]);
    return { kind: 'done', store };
  });
}
