import { z } from 'zod';
import type { PaymentAlert } from '../domain/decision.ts';
import type { Tx } from './database.ts';

export interface StoredAlert extends PaymentAlert {
  readonly paymentId: string;
  readonly createdAt: Date;
}

const alertRow = z.object({
  paymentId: z.string(),
  kind: z.enum(['REFUND_FAILED', 'DISPUTED', 'AMOUNT_MISMATCH']),
  detail: z.string(),
  createdAt: z.date(),
});

/** Records an alert; false if the same one is there. */
export async function insertAlert(
  tx: Tx,
  paymentId: string,
  { kind, detail }: PaymentAlert,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO payment_alerts (payment_id, kind, detail) VALUES (${paymentId}::uuid, ${kind}, ${detail})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

/** The alerts of these payments, oldest first. */
export async function alertsOf(db: Tx, paymentIds: readonly string[]): Promise<StoredAlert[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT payment_id::text AS "paymentId", kind, detail, created_at AS "createdAt" FROM payment_alerts
    WHERE payment_id = ANY(${[...paymentIds]}::uuid[]) ORDER BY created_at, kind, detail`;
  return rows.map((row) => alertRow.parse(row));
}
