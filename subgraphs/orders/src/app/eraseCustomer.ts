import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { lockCustomer } from '../store/customerOrders.ts';
import { addErasedCustomer, anonymiseOrders } from '../store/erasedCustomers.ts';
import type { Deps } from './deps.ts';

/** Orders that one transaction anonymises. */
const BATCH = 200;

/** The account of a customer was erased: no order is placed in its name any more. */
export async function eraseCustomer(tx: Transaction<Tx>, customerId: string): Promise<void> {
  await lockCustomer(tx.db, customerId);
  await addErasedCustomer(tx.db, customerId);
}

/**
 * Erases what is personal in orders of erased customers, as soon as they have ended: an order that was placed in the last
 * moment is still brought to its door.
 */
export async function anonymiseEndedOrders({ platform }: Pick<Deps, 'platform'>): Promise<void> {
  while ((await platform.transaction((tx) => anonymiseOrders(tx.db, BATCH))) === BATCH);
}
