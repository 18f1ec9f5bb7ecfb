import type { Transaction } from '@nakku/platform';
import { publishCart } from '../events/publish.ts';
import { cartIdsOf, deleteCarts, lockCarts } from '../store/carts.ts';
import { addErasedCustomer, lockCustomer } from '../store/customers.ts';
import type { Tx } from '../store/database.ts';
import { deletePastOrders } from '../store/pastOrders.ts';
import { deleteAddresses } from '../store/projections.ts';

/**
 * The account of a customer was erased: its carts end and go, with addresses, notes, attributes and what was ordered, and no cart becomes
 * the customer's any more, also by a request that runs at this moment.
 */
export async function eraseCustomer(tx: Transaction<Tx>, customerId: string, at: Date): Promise<void> {
  await lockCustomer(tx.db, customerId);
  await addErasedCustomer(tx.db, customerId);
  const cartIds = await cartIdsOf(tx.db, customerId);
  for (const cart of await lockCarts(tx.db, cartIds)) {
    publishCart(tx, { ...cart, lines: [], version: cart.version + 1 }, at, 'cart.cleared');
  }
  await deleteCarts(tx.db, cartIds);
  await deleteAddresses(tx.db, customerId);
  await deletePastOrders(tx.db, customerId);
}
