import type { Transaction } from '@nakku/platform';
import type { LineAmount } from '../domain/payment.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import type { Deps } from './deps.ts';

/**
 * The customer does not get every piece: a line is refunded up to what it costs now. What is held stays as it is; the capture
 * takes what was delivered, and the provider releases the rest.
 */
export async function followLines(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'newId'>,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly LineAmount[] },
): Promise<void> {
  await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) => ({
    payment: { ...payment, lines },
  }));
}
