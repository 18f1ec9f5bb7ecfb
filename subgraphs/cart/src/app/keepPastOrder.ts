import type { Transaction } from '@nakku/platform';
import { MAX_PAST_ORDERS, type PastLine } from '../domain/reorder.ts';
import { isErased, lockCustomer } from '../store/customers.ts';
import type { Tx } from '../store/database.ts';
import { savePastOrder } from '../store/pastOrders.ts';

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
  if (await isErased(tx.db, order.customerId)) return;
  await savePastOrder(tx.db, order, MAX_PAST_ORDERS);
}
