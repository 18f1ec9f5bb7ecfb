import type { Transaction } from '@nakku/platform';
import { cancelIncrease, increase } from '../domain/increase.ts';
import { countDecision } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** A change of the order needs `amount` (minor units) in all. The worker calls the provider. */
export async function increasePayment(
  tx: Transaction<Tx>,
  deps: Deps,
  {
    orderId,
    changeId,
    amount,
  }: { readonly orderId: string; readonly changeId: string; readonly amount: number },
): Promise<void> {
  const decision = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) =>
    increase(payment, { changeId, amount }, clockOf(deps)),
  );
  if (decision) countDecision(decision);
}

/** The change will not be made. */
export async function cancelPaymentIncrease(
  tx: Transaction<Tx>,
  deps: Deps,
  { orderId, changeId }: { readonly orderId: string; readonly changeId: string },
): Promise<void> {
  await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) =>
    cancelIncrease(payment, changeId, clockOf(deps)),
  );
}
