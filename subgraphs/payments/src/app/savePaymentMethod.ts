import type { Transaction } from '@nakku/platform';
import { publishMethod } from '../events/publish.ts';
import type { Tx } from '../store/database.ts';
import { insertMethod } from '../store/writePaymentMethods.ts';
import type { NewMethod, NotAdded } from '../store/writePaymentMethods.ts';

/** Writes a new payment method and publishes it. */
export async function savePaymentMethod(
  tx: Pick<Transaction<Tx>, 'db' | 'emit'>,
  method: NewMethod,
  at: Date,
): Promise<'added' | NotAdded> {
  const inserted = await insertMethod(tx.db, method);
  if (inserted !== 'added') return inserted;
  const { id, customerId, kind } = method;
  publishMethod(tx, 'payment_method.added', { id, customerId, kind, version: 1 }, at);
  return 'added';
}
