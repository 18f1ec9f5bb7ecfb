import type { EventData } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { receiptOf, shortened } from '../domain/receipt.ts';
import type { Tx } from '../store/database.ts';
import { receiptWrite, lockReceipt, updateReceipt } from '../store/receipts.ts';
import type { Deps } from './deps.ts';

/** Keeps what a new order costs, for the emails about it. */
export const keepReceipt = (tx: Transaction<Tx>, deps: Deps, order: EventData<'order.created'>): void =>
  tx.writeAtCommit(receiptWrite(receiptOf(order), deps.now()));

/** The customer pays less than the order cost at first. */
export async function shortenReceipt(
  tx: Transaction<Tx>,
  changed: EventData<'order.totals_changed'>,
): Promise<void> {
  const before = await lockReceipt(tx.db, changed.orderId);
  if (before) await updateReceipt(tx.db, changed.orderId, shortened(before, changed));
}
