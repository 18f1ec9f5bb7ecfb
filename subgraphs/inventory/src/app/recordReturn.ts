import { noteReturn } from '../store/returns.ts';
import type { StockTransaction } from './deps.ts';

/** Records that the goods of an order came back: staff may put them on the shelf from now on. */
export async function recordReturn(tx: StockTransaction, orderId: string): Promise<void> {
  await noteReturn(tx.db, orderId);
}
