import type { StoreAct } from '../domain/audit.ts';
import { moveStore as moved, type StoreStatus } from '../domain/store.ts';
import { changeStore, type StoreChanged } from './changeStore.ts';
import type { Deps } from './deps.ts';

const acts: Readonly<Record<StoreStatus, StoreAct>> = {
  OPEN: 'STORE_RESUMED',
  PAUSED: 'STORE_PAUSED',
  CLOSED: 'STORE_CLOSED',
};

/** Pauses, resumes or closes a store. */
export function moveStore(
  deps: Deps,
  command: {
    readonly storeId: string;
    readonly actorId: string;
    readonly to: StoreStatus;
    readonly note: string | null;
  },
): Promise<StoreChanged> {
  const { to, ...by } = command;
  return changeStore(deps, { ...by, act: acts[to] }, (store) => moved(store, to));
}
