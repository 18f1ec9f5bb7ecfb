import type { OrderedLine } from '../domain/lines.ts';
import type { Tx } from './database.ts';
import { lineColumns, lineRecord, lineRow, type StoredLine, storedLineOf } from './rows.ts';

/** Keeps what left a cart for an order; a repeated call changes nothing. */
export async function saveOrderedLines(
  tx: Tx,
  cartId: string,
  orderId: string,
  taken: readonly OrderedLine[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO cart_lines_in_order (order_id, cart_id, line_id, ${lineColumns})
    SELECT ${orderId}::uuid, ${cartId}::uuid, line_id, ${lineColumns}
      FROM jsonb_to_recordset(${JSON.stringify(taken.map(lineRow))}::jsonb) AS t(${lineRecord})
    ON CONFLICT DO NOTHING`;
}

/** Forgets what left a cart for an order, and returns what it was. */
export async function deleteOrderedLines(tx: Tx, orderId: string): Promise<OrderedLine[]> {
  const rows = await tx.$queryRaw<StoredLine[]>`
    DELETE FROM cart_lines_in_order WHERE order_id = ${orderId}::uuid RETURNING line_id, ${lineColumns}`;
  return rows.map(storedLineOf);
}
