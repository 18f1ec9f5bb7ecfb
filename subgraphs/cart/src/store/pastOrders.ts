import { ifUnavailable } from '@nakku/contracts';
import { z } from 'zod';
import type { PastLine } from '../domain/reorder.ts';
import type { Tx } from './database.ts';

const linesSchema = z.array(
  z.object({
    productId: z.string(),
    name: z.string(),
    quantity: z.number(),
    unitPrice: z.number(),
    note: z.string().nullable(),
    ifUnavailable,
  }),
);

/** Keeps what a customer ordered, of their latest `limit` orders; a repeated call changes nothing. */
export async function savePastOrder(
  tx: Tx,
  order: {
    readonly orderId: string;
    readonly customerId: string;
    readonly lines: readonly PastLine[];
    readonly at: Date;
  },
  limit: number,
): Promise<void> {
  const { orderId, customerId, lines, at } = order;
  await tx.$executeRaw`
    INSERT INTO past_orders (order_id, customer_id, lines, placed_at)
    VALUES (${orderId}::uuid, ${customerId}::uuid, ${JSON.stringify(lines)}::jsonb, ${at})
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    DELETE FROM past_orders WHERE order_id IN (
      SELECT order_id FROM past_orders WHERE customer_id = ${customerId}::uuid
      ORDER BY placed_at DESC, order_id DESC OFFSET ${limit}::int)`;
}

/** The lines of one of a customer's latest orders; null if there is no such order. */
export async function findPastOrder(
  tx: Tx,
  customerId: string,
  orderId: string,
): Promise<readonly PastLine[] | null> {
  const [row] = await tx.$queryRaw<{ lines: unknown }[]>`
    SELECT lines FROM past_orders WHERE order_id = ${orderId}::uuid AND customer_id = ${customerId}::uuid`;
  return row ? linesSchema.parse(row.lines) : null;
}

export async function deletePastOrders(tx: Tx, customerId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM past_orders WHERE customer_id = ${customerId}::uuid`;
}
