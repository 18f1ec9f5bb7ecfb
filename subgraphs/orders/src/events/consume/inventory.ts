import type { StockState } from '@nakku/contracts';
import { projection } from '@nakku/messaging';
import type { ConsumerHandlers } from '@nakku/messaging';
import { projectStock } from '../../app/projectStock.ts';
import type { Tx } from '../../store/database.ts';

const follow = projection<{ readonly data: StockState }, Tx>((events, tx) =>
  projectStock(
    tx,
    events.map(({ data }) => data),
  ),
);

/** What the stores can sell, so that packers are shown substitutes which are there. */
export const stockHandlers: ConsumerHandlers<Tx> = {
  'inventory.updated': follow,
  'inventory.low_stock': follow,
  'inventory.out_of_stock': follow,
  'inventory.back_in_stock': follow,
};
