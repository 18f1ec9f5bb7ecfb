import type { StockState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { projectStock } from '../../app/projectStock.ts';
import type { Tx } from '../../store/database.ts';

const stock = ({ data }: { readonly data: StockState }, tx: Transaction<Tx>) => projectStock(tx, data);

export const inventoryHandlers: ConsumerHandlers<Tx> = {
  'inventory.updated': stock,
  'inventory.low_stock': stock,
  'inventory.out_of_stock': stock,
  'inventory.back_in_stock': stock,
};
