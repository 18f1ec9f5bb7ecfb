import type { Tx } from './database.ts';

/** Notes that an order's goods came back; from then on staff may put them on the shelf, once. */
export async function noteReturn(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO order_returns (order_id) SELECT order_id FROM reservations WHERE order_id = ${orderId}::uuid
    ON CONFLICT (order_id) DO NOTHING`;
}

/** Takes the one chance to restock an order. False: it was not returned, or restocked before. */
export async function takeRestock(tx: Tx, orderId: string, actorId: string): Promise<boolean> {
  const taken = await tx.$executeRaw`
    UPDATE order_returns SET restocked_at = now(), restocked_by = ${actorId}::uuid
    WHERE order_id = ${orderId}::uuid AND restocked_at IS NULL`;
  return taken === 1;
}
