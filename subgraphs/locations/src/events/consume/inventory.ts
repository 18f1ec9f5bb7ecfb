import type { StoreState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectStore } from '../../app/projectStore.ts';
import type { Tx } from '../../store/database.ts';

const store = ({ data }: { readonly data: { readonly store: StoreState } }, tx: Transaction<Tx>) =>
  projectStore(tx, data.store);

export const inventoryHandlers: ConsumerHandlers<Tx> = {
  'store.created': store,
  'store.updated': store,
  'store.closed': store,
};
