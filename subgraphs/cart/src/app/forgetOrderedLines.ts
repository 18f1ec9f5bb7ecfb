import type { Transaction } from '@nakku/platform';
import { deleteOrderedLines } from '../store/takenLines.ts';
import type { Tx } from '../store/database.ts';

/** Forgets the pieces of a confirmed order: they are gone from the cart for good. */
export async function forgetOrderedLines(tx: Transaction<Tx>, orderId: string): Promise<void> {
  await deleteOrderedLines(tx.db, orderId);
}
