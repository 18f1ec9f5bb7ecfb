import { receiptContent } from '../domain/receipt.ts';
import type { Receipt, ReceiptContent } from '../domain/receipt.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

/** The statement that keeps the receipt of a new order, unless the account is erased. */
export function receiptWrite({ orderId, userId, orderNumber, content }: Receipt, now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO receipts (order_id, user_id, order_number, content, created_at)
    SELECT ${orderId}::uuid, ${userId}::uuid, ${orderNumber}, ${JSON.stringify(content)}::jsonb,
           ${now}::timestamptz
     WHERE NOT EXISTS (SELECT FROM recipients WHERE user_id = ${userId}::uuid AND erased_at IS NOT NULL)
    ON CONFLICT (order_id) DO NOTHING`;
}

/** The receipt under a lock; null if there is none. */
export async function lockReceipt(db: Tx, orderId: string): Promise<ReceiptContent | null> {
  const [row] = await db.$queryRaw<{ content: unknown }[]>`
    SELECT content FROM receipts WHERE order_id = ${orderId}::uuid FOR UPDATE`;
  return row ? receiptContent.parse(row.content) : null;
}

export async function updateReceipt(db: Tx, orderId: string, content: ReceiptContent): Promise<void> {
  await db.$executeRaw`
    UPDATE receipts SET content = ${JSON.stringify(content)}::jsonb WHERE order_id = ${orderId}::uuid`;
}

/** Deletes the oldest receipts from before `before`. @returns how many, at most `limit` */
export async function deleteOldReceipts(db: Tx, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM receipts WHERE order_id IN (
      SELECT order_id FROM receipts
       WHERE created_at < ${before}::timestamptz ORDER BY created_at LIMIT ${limit}::int)`;
}
