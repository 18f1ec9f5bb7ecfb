import type { OrderedLine } from '../domain/lines.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { lineColumns, lineRecord, lineRow, type StoredLine, storedLineOf } from './rows.ts';

/** The statement that keeps what left a cart for an order; repeated it changes nothing. */
export function orderedLinesWrite(
  cartId: string,
  orderId: string,
  taken: readonly OrderedLine[],
): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO cart_lines_in_order (order_id, cart_id, line_id, ${lineColumns})
    SELECT ${orderId}::uuid, ${cartId}::uuid, line_id, ${lineColumns}
      FROM jsonb_to_recordset(${JSON.stringify(taken.map(lineRow))}::jsonb) AS t(${lineRecord})
    ON CONFLICT DO NOTHING`;
}

/** The statement that forgets what left a cart for an order. */
export const orderedLinesRemoval = (orderId: string): Prisma.Sql =>
  Prisma.sql`DELETE FROM cart_lines_in_order WHERE order_id = ${orderId}::uuid`;

/** Forgets what left a cart for an order, and returns what it was. */
export async function deleteOrderedLines(tx: Tx, orderId: string): Promise<OrderedLine[]> {
  const rows = await tx.$queryRaw<StoredLine[]>`
    ${orderedLinesRemoval(orderId)} RETURNING line_id, ${lineColumns}`;
  return rows.map(storedLineOf);
}
