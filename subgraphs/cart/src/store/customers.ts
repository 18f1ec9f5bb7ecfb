import type { Tx } from './database.ts';

/** Lets one transaction at a time give a customer a cart or erase the customer, until it ends. */
export async function lockCustomer(tx: Tx, customerId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`carts of ${customerId}`}, 0))`;
}

export async function addErasedCustomer(tx: Tx, customerId: string): Promise<void> {
  await tx.erasedCustomer.createMany({ data: [{ customerId }], skipDuplicates: true });
}

/** Call it after {@link lockCustomer}, in a statement of its own. */
export async function isErased(tx: Tx, customerId: string): Promise<boolean> {
  return (await tx.erasedCustomer.count({ where: { customerId } })) > 0;
}
