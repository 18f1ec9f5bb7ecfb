import type { StockState, StoreState } from '@nakku/contracts';
import { projection } from '@nakku/messaging';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectStock, projectStore } from '../../app/project.ts';
import type { Tx } from '../../store/database.ts';

const store = ({ data }: { readonly data: { readonly store: StoreState } }, tx: Transaction<Tx>) =>
  projectStore(tx, data.store);
const stock = projection<{ readonly data: StockState }, Tx>((events, tx) =>
  projectStock(
    tx,
    events.map(({ data }) => data),
  ),
);

export const inventoryHandlers: ConsumerHandlers<Tx> = {
  'store.created': store,
  'store.updated': store,
  'store.closed': store,
  'inventory.updated': stock,
  'inventory.low_stock': stock,
  'inventory.out_of_stock': stock,
  'inventory.back_in_stock': stock,
};
