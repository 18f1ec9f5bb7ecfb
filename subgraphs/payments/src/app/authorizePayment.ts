import type { Transaction } from '@nakku/platform';
import { reserve } from '../domain/initiate.ts';
import { countDecision } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { usableMethod } from '../store/paymentMethods.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** The order's stock is reserved: its amount (minor units) is to be held. The worker calls the provider. */
export async function authorizePayment(
  tx: Transaction<Tx>,
  deps: Deps,
  order: {
    readonly orderId: string;
    readonly customerId: string;
    readonly paymentMethodId: string;
    readonly amount: number;
  },
): Promise<void> {
  const { orderId, amount } = order;
  const method = await usableMethod(tx.db, order.paymentMethodId, order.customerId);
  const decision = await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) =>
    reserve(payment, { amount, method }, clockOf(deps)),
  );
  if (decision) countDecision(decision);
}
