import { type StoreUpdate, updateStore as updated } from '../domain/store.ts';
import { changeStore, type StoreChanged } from './changeStore.ts';
import type { Deps } from './deps.ts';

/** Changes what is given of a store. */
export function updateStore(
  deps: Deps,
  command: {
    readonly storeId: string;
    readonly actorId: string;
    readonly expectedVersion: number;
    readonly update: StoreUpdate;
  },
): Promise<StoreChanged> {
  const { expectedVersion, update, ...by } = command;
  return changeStore(deps, { ...by, act: 'STORE_UPDATED', note: null }, (store) =>
    updated(store, expectedVersion, update),
  );
}
