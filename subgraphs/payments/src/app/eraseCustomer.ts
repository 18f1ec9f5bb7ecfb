import type { Transaction } from '@nakku/platform';
import { publishMethod } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { methodsOf } from '../store/paymentMethods.ts';
import { eraseCards, markErased, removeMethod } from '../store/writePaymentMethods.ts';
import type { Deps } from './deps.ts';

/**
 * The account of a customer was erased: the payment methods are removed, and nothing of a card is kept. Payments and
 * refunds stay: they are what the books consist of, and go on by the provider's name of the payment.
 */
export async function eraseCustomer(
  tx: Transaction<Tx>,
  { now }: Pick<Deps, 'now'>,
  customerId: string,
): Promise<void> {
  await markErased(tx.db, customerId, now());
  for (const { id } of await methodsOf(tx.db, customerId)) {
    const removed = await removeMethod(tx.db, customerId, id);
    if (removed) publishMethod(tx, 'payment_method.removed', { id, customerId, ...removed }, now());
  }
  await eraseCards(tx.db, customerId);
}
