import type { StockState } from '@nakku/contracts';
import { projection } from '@nakku/messaging';
import type { ConsumerHandlers } from '@nakku/messaging';
import { projectStock } from '../../app/projectStock.ts';
import type { Tx } from '../../store/database.ts';

const stock = projection<{ readonly data: StockState }, Tx>((events, tx) =>
  projectStock(
    tx,
    events.map(({ data }) => data),
  ),
);

export const inventoryHandlers: ConsumerHandlers<Tx> = {
  'inventory.updated': stock,
  'inventory.low_stock': stock,
  'inventory.out_of_stock': stock,
  'inventory.back_in_stock': stock,
};
