import type { ProductQuantity } from '../domain/lines.ts';
import type { Tx } from './database.ts';

/** Notes what left with the courier. Returns the database's clock. */
export async function commitReservation(
  tx: Tx,
  orderId: string,
  picked: readonly ProductQuantity[],
): Promise<Date> {
  const lines = JSON.stringify(
    picked.map((line) => ({ product_id: line.productId, committed: line.quantity })),
  );
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    WITH left_with AS (
      INSERT INTO reservation_lines AS l (order_id, product_id, quantity, committed)
      SELECT ${orderId}::uuid, product_id, 0, committed
      FROM json_to_recordset(${lines}::json) AS p(product_id uuid, committed int)
      ON CONFLICT (order_id, product_id) DO UPDATE SET committed = EXCLUDED.committed
    )
    UPDATE reservations SET state = 'COMMITTED', expires_at = NULL, version = version + 1, updated_at = now()
    WHERE order_id = ${orderId}::uuid
    RETURNING now() AS now`;
  if (row === undefined) throw new Error(`order ${orderId} has no reservation to commit`);
  return row.now;
}
