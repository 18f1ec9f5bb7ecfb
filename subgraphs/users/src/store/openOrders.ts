import type { Tx } from './database.ts';

/** Remembers that an order is open. */
export async function putOpenOrder(
  db: Tx,
  order: { readonly orderId: string; readonly customerId: string },
): Promise<void> {
  await db.openOrder.createMany({ data: [order], skipDuplicates: true });
}

/** Forgets an order that ended. */
export async function deleteOpenOrder(db: Tx, orderId: string): Promise<void> {
  await db.openOrder.deleteMany({ where: { orderId } });
}

/** How many orders of a customer have not ended. */
export async function countOpenOrders(db: Tx, customerId: string): Promise<number> {
  return db.openOrder.count({ where: { customerId } });
}
