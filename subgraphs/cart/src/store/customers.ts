import type { Tx } from './database.ts';

/** Lets one transaction at a time give a customer a cart or erase the customer, until it ends. */
export async function lockCustomer(tx: Tx, customerId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`carts of ${customerId}`}, 0))`;
}

export async function addErasedCustomer(tx: Tx, customerId: string): Promise<void> {
  await tx.erasedCustomer.createMany({ data: [{ customerId }], skipDuplicates: true });
}

/**
 * Whether the account was erased, and how many carts of the customer live. Call it after {@link lockCustomer}, in a
 * statement of its own: two tabs together cannot pass a limit.
 */
export async function customerState(
  tx: Tx,
  customerId: string,
): Promise<{ readonly isErased: boolean; readonly carts: number }> {
  const [row] = await tx.$queryRaw<{ isErased: boolean; carts: number }[]>`
    SELECT EXISTS (SELECT FROM erased_customers WHERE customer_id = ${customerId}::uuid) AS "isErased",
           (SELECT count(*)::int FROM carts WHERE customer_id = ${customerId}::uuid AND ended_at IS NULL) AS carts`;
  if (row === undefined) throw new Error('a query without a table has no row');
  return row;
}
