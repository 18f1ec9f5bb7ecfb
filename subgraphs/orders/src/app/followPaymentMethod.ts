import type { PaymentMethodState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { deleteMethod, putMethod } from '../store/paymentMethods.ts';

/** Keeps how a customer would pay with a method, for the rules of placing an order. */
export async function followPaymentMethod(
  tx: Transaction<Tx>,
  { paymentMethodId: id, customerId, kind }: PaymentMethodState,
  isRemoved: boolean,
): Promise<void> {
  await (isRemoved ? deleteMethod(tx.db, id) : putMethod(tx.db, { id, customerId, kind }));
}
