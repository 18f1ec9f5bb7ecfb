import type { OpenOrders } from '../domain/limits.ts';
import type { Tx } from './database.ts';

/** Lets one transaction at a time place an order of this customer, until it ends: what is counted then stays so. */
export async function lockCustomer(db: Tx, customerId: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`;
}

/** What a customer has open; call it after {@link lockCustomer}, in a statement of its own. */
export async function openOrdersOf(db: Tx, customerId: string): Promise<OpenOrders> {
  const [found] = await db.$queryRaw<OpenOrders[]>`
    SELECT count(*)::int AS open, count(*) FILTER (
      WHERE payment_status IN ('PENDING', 'ACTION_REQUIRED', 'FAILED')
        OR payment_method = 'CASH' AND payment_status <> 'CAPTURED'
    )::int AS unpaid
    FROM orders
    WHERE customer_id = ${customerId}::uuid AND status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED')`;
  return found ?? { open: 0, unpaid: 0 };
}
