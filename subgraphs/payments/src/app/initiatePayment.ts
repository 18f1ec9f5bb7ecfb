import type { Transaction } from '@nakku/platform';
import { initiate } from '../domain/initiate.ts';
import type { Handover, LineAmount } from '../domain/payment.ts';
import type { Tx } from '../store/database.ts';
import { usableMethod } from '../store/paymentMethods.ts';
import { savePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** An order was placed: its payment exists from now on and waits for the order's stock. `amount` in minor units. */
export async function initiatePayment(
  tx: Transaction<Tx>,
  deps: Deps,
  order: {
    readonly orderId: string;
    readonly customerId: string;
    readonly storeId: string;
    readonly amount: number;
    readonly currency: string;
    readonly handover: Handover;
    readonly lines: readonly LineAmount[];
    readonly deliveryFee: number;
    readonly tip: number;
    readonly paymentMethodId: string;
  },
): Promise<void> {
  const { paymentMethodId, ...placed } = order;
  const method = await usableMethod(tx.db, paymentMethodId, order.customerId);
  const kind = method?.kind ?? 'CARD';
  await savePayment(tx, deps, undefined, initiate({ ...placed, kind }, clockOf(deps)));
}
