import { deleteOpenOrder, putOpenOrder } from '../store/openOrders.ts';
import type { UsersTransaction } from './deps.ts';

/** Keeps which orders of a customer are open, for the rule that an account with one is not erased. */
export async function followOrder(
  tx: UsersTransaction,
  { orderId, customerId }: { readonly orderId: string; readonly customerId: string },
  isOpen: boolean,
): Promise<void> {
  await (isOpen ? putOpenOrder(tx.db, { orderId, customerId }) : deleteOpenOrder(tx.db, orderId));
}
