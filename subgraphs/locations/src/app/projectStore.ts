import type { StoreState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { putStore } from '../store/stores.ts';

/** Keeps what locations must know of a store; each event of it carries its full state. */
export const projectStore = (tx: Transaction<Tx>, store: StoreState): Promise<void> => putStore(tx.db, store);
