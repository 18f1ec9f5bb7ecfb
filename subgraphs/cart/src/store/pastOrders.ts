import { ifUnavailable } from '@nakku/contracts';
import { z } from 'zod';
import type { PastLine } from '../domain/reorder.ts';
import { Prisma } from '../generated/prisma/client.ts';
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

/**
 * Statements that keep what a customer ordered, of their latest `limit` orders and not of an erased customer; repeated
 * they change nothing.
 */
export function pastOrderWrites(
  order: {
    readonly orderId: string;
    readonly customerId: string;
    readonly lines: readonly PastLine[];
    readonly at: Date;
  },
  limit: number,
): Prisma.Sql[] {
  const { orderId, customerId, lines, at } = order;
  return [
    Prisma.sql`
    INSERT INTO past_orders (order_id, customer_id, lines, placed_at)
    SELECT ${orderId}::uuid, ${customerId}::uuid, ${JSON.stringify(lines)}::jsonb, ${at}::timestamptz
     WHERE NOT EXISTS (SELECT FROM erased_customers WHERE customer_id = ${customerId}::uuid)
       AND (SELECT count(*) FROM past_orders WHERE customer_id = ${customerId}::uuid
             AND (placed_at, order_id) > (${at}::timestamptz, ${orderId}::uuid)) < ${limit}::int
    ON CONFLICT DO NOTHING`,
    Prisma.sql`
    DELETE FROM past_orders WHERE order_id IN (
      SELECT order_id FROM (
        SELECT order_id, placed_at FROM past_orders
         WHERE customer_id = ${customerId}::uuid AND order_id <> ${orderId}::uuid
        UNION ALL SELECT ${orderId}::uuid, ${at}::timestamptz) AS placed
      ORDER BY placed_at DESC, order_id DESC OFFSET ${limit}::int)`,
  ];
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
