import type { Transaction } from '@nakku/platform';
import { publishMethod } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { insertMethod } from '../store/writePaymentMethods.ts';
import type { NewMethod } from '../store/writePaymentMethods.ts';

/** Writes a new payment method and publishes it; false when the customer has as many as they may. */
export async function savePaymentMethod(
  tx: Pick<Transaction<Tx>, 'db' | 'emit'>,
  method: NewMethod,
  at: Date,
): Promise<boolean> {
  if (!(await insertMethod(tx.db, method))) return false;
  const { id, customerId, kind } = method;
  publishMethod(tx, 'payment_method.added', { id, customerId, kind, version: 1 }, at);
  return true;
}
