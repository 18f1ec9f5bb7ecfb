import type { Transaction } from '@nakku/platform';
import { orderedLinesRemoval } from '../store/takenLines.ts';
import type { Tx } from '../store/database.ts';

/** Forgets the pieces of a confirmed order: they are gone from the cart for good. */
export function forgetOrderedLines(tx: Transaction<Tx>, orderId: string): void {
  tx.writeAtCommit(orderedLinesRemoval(orderId));
}
