import type { Transaction } from '@nakku/platform';
import { MAX_PAST_ORDERS, type PastLine } from '../domain/reorder.ts';
import { lockCustomer } from '../store/customers.ts';
import type { Tx } from '../store/database.ts';
import { pastOrderWrites } from '../store/pastOrders.ts';

/** Keeps what a customer ordered, so that it can be ordered again; of an erased customer nothing is kept. */
export async function keepPastOrder(
  tx: Transaction<Tx>,
  order: {
    readonly orderId: string;
    readonly customerId: string;
    readonly lines: readonly PastLine[];
    readonly at: Date;
  },
): Promise<void> {
  await lockCustomer(tx.db, order.customerId);
  for (const write of pastOrderWrites(order, MAX_PAST_ORDERS)) tx.writeAtCommit(write);
}
