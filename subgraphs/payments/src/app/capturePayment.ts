import type { Transaction } from '@nakku/platform';
import { complete } from '../domain/capture.ts';
import { countDecision } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** The order was delivered: `amount` (minor units) is to be taken. */
export async function capturePayment(
  tx: Transaction<Tx>,
  deps: Deps,
  { orderId, amount }: { readonly orderId: string; readonly amount: number },
): Promise<void> {
  const decision = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) =>
    complete(payment, amount, clockOf(deps)),
  );
  if (decision) countDecision(decision);
}
