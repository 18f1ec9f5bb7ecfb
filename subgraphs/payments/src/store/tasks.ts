import { z } from 'zod';
import type { Tx } from './database.ts';

const leasedTask = z.object({
  id: z.string(),
  kind: z.enum(['AUTHORIZE', 'INCREASE', 'CAPTURE', 'VOID', 'REFUND']),
  amount: z.coerce.number(),
  position: z.number(),
  keyNumber: z.number(),
  refundId: z.string().nullable(),
  paymentId: z.string(),
  orderId: z.string(),
  currency: z.string(),
  attemptId: z.string(),
  attempt: z.number(),
  methodKind: z.enum(['CARD', 'CASH']),
  token: z.string().nullable(),
  providerCustomer: z.string().nullable(),
  providerRef: z.string().nullable(),
  /** When the attempt began. */
  attemptedAt: z.date(),
  /** Correlation id and trace headers of what caused the task. */
  origin: z.record(z.string(), z.string()),
});

/** A task that a worker holds, with what the call needs. Amounts are minor units. */
export type LeasedTask = Readonly<z.output<typeof leasedTask>>;

/**
 * Takes up to `limit` due tasks for `leaseMs`; other workers skip them. From now on they count as sent. Of each payment
 * only its first open task: a void stands before the next authorisation, and goes before it.
 */
export async function leaseTasks(db: Tx, limit: number, leaseMs: number): Promise<LeasedTask[]> {
  const rows = await db.$queryRaw<unknown[]>`WITH leased AS (
      UPDATE payment_tasks t SET tries = t.tries + 1, leased_until = now() + ${leaseMs}::int * interval '1 millisecond'
      WHERE t.id IN (
        SELECT d.id FROM payment_tasks d
        WHERE d.status = 'OPEN' AND d.due_at <= now() AND (d.leased_until IS NULL OR d.leased_until < now())
          AND NOT EXISTS (
            SELECT FROM payment_tasks e WHERE e.payment_id = d.payment_id AND e.status = 'OPEN' AND e.position < d.position
          )
        ORDER BY d.due_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      ) RETURNING t.*
    )
    SELECT t.id::text, t.kind, t.amount, t.position, t.key_number AS "keyNumber", t.refund_id::text AS "refundId",
      p.id::text AS "paymentId", p.order_id::text AS "orderId", p.currency, a.id::text AS "attemptId", a.number AS attempt,
      a.kind AS "methodKind", a.token, a.provider_customer AS "providerCustomer", a.provider_ref AS "providerRef",
      a.created_at AS "attemptedAt", t.origin
    FROM leased t JOIN payments p ON p.id = t.payment_id JOIN payment_attempts a ON a.id = t.attempt_id`;
  return rows.map((row) => leasedTask.parse(row));
}
