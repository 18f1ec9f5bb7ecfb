import type { StockState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectStock } from '../../app/projectStock.ts';
import type { Tx } from '../../store/database.ts';

const follow = ({ data }: { readonly data: StockState }, tx: Transaction<Tx>) => projectStock(tx, data);

/** What the stores can sell, so that packers are shown substitutes which are there. */
export const stockHandlers: ConsumerHandlers<Tx> = {
  'inventory.updated': follow,
  'inventory.low_stock': follow,
  'inventory.out_of_stock': follow,
  'inventory.back_in_stock': follow,
};
