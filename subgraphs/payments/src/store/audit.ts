import { z } from 'zod';
import type { Tx } from './database.ts';

export type AuditAction = 'REFUND_REQUESTED' | 'REFUND_APPROVED' | 'REFUND_REJECTED' | 'ALERT_RESOLVED';

/** An act on money by hand. */
export interface AuditEntry {
  readonly id: string;
  readonly paymentId: string;
  readonly actorId: string;
  readonly action: AuditAction;
  /** Minor units of the payment's currency; 0 for an act that moves no money. */
  readonly amount: number;
  readonly reason: string;
}

export interface StoredAuditEntry extends AuditEntry {
  readonly at: Date;
}

const auditRow = z.object({
  id: z.string(),
  paymentId: z.string(),
  actorId: z.string(),
  action: z.enum(['REFUND_REQUESTED', 'REFUND_APPROVED', 'REFUND_REJECTED', 'ALERT_RESOLVED']),
  amount: z.coerce.number(),
  reason: z.string(),
  at: z.date(),
});

export async function insertAuditEntry(tx: Tx, entry: AuditEntry): Promise<void> {
  const { id, paymentId, actorId, action, amount, reason } = entry;
  await tx.$executeRaw`
    INSERT INTO payment_audit (id, payment_id, actor_id, action, amount, reason)
    VALUES (${id}::uuid, ${paymentId}::uuid, ${actorId}::uuid, ${action}, ${amount}::bigint, ${reason})`;
}

/** What was done by hand to these payments, oldest first. */
export async function auditOf(db: Tx, paymentIds: readonly string[]): Promise<StoredAuditEntry[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT id::text, payment_id::text AS "paymentId", actor_id::text AS "actorId", action, amount, reason, at
    FROM payment_audit WHERE payment_id = ANY(${[...paymentIds]}::uuid[]) ORDER BY at, id`;
  return rows.map((row) => auditRow.parse(row));
}
