import type { Tx } from './database.ts';

/** Remembers that an order is open. */
export async function putOpenOrder(
  db: Tx,
  order: { readonly orderId: string; readonly customerId: string },
): Promise<void> {
  // By hand: a model of Prisma would bring its engine into the transaction of every order.
  await db.$executeRaw`
    INSERT INTO open_orders (order_id, customer_id) VALUES (${order.orderId}::uuid, ${order.customerId}::uuid)
    ON CONFLICT DO NOTHING`;
}

/** Forgets an order that ended. */
export async function deleteOpenOrder(db: Tx, orderId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM open_orders WHERE order_id = ${orderId}::uuid`;
}

/** How many orders of a customer have not ended. */
export async function countOpenOrders(db: Tx, customerId: string): Promise<number> {
  return db.openOrder.count({ where: { customerId } });
}
