import type { Address } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import type { Handover } from '../domain/delivery.ts';
import type { Tx } from '../store/database.ts';
import { setDropoff } from '../store/deliveries.ts';

/**
 * The customer changed where or how the order is handed over. That happens before it is packed, so that nobody rides for it
 * yet: no status changes and nothing is published.
 */
export async function readdressDelivery(
  tx: Transaction<Tx>,
  change: { readonly orderId: string; readonly dropoff: Address; readonly handover: Handover },
): Promise<void> {
  await setDropoff(tx.db, change);
}
