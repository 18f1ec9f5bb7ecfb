import { z } from 'zod';
import type { PaymentAlert } from '../domain/decision.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

export interface StoredAlert extends PaymentAlert {
  readonly id: string;
  readonly paymentId: string;
  readonly createdAt: Date;
  /** Null while it is open. */
  readonly resolvedAt: Date | null;
  /** The user who resolved it. */
  readonly resolvedBy: string | null;
}

const alertRow = z.object({
  id: z.string(),
  paymentId: z.string(),
  kind: z.enum(['REFUND_FAILED', 'DISPUTED', 'AMOUNT_MISMATCH']),
  detail: z.string(),
  createdAt: z.date(),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
});

/** Records an alert; false if the same one is there, be it resolved. */
export async function insertAlert(
  tx: Tx,
  { id, paymentId, kind, detail }: PaymentAlert & { readonly id: string; readonly paymentId: string },
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO payment_alerts (id, payment_id, kind, detail)
    VALUES (${id}::uuid, ${paymentId}::uuid, ${kind}, ${detail})
    ON CONFLICT (payment_id, kind, detail) DO NOTHING`;
  return inserted === 1;
}

async function read(db: Tx, where: Prisma.Sql): Promise<StoredAlert[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT id::text, payment_id::text AS "paymentId", kind, detail, created_at AS "createdAt",
      resolved_at AS "resolvedAt", resolved_by::text AS "resolvedBy"
    FROM payment_alerts WHERE ${where} ORDER BY created_at, kind, detail`;
  return rows.map((row) => alertRow.parse(row));
}

/** The alerts of these payments, open and resolved ones, oldest first. */
export function alertsOf(db: Tx, paymentIds: readonly string[]): Promise<StoredAlert[]> {
  return read(db, Prisma.sql`payment_id = ANY(${[...paymentIds]}::uuid[])`);
}

export async function findAlert(db: Tx, id: string): Promise<StoredAlert | null> {
  return (await read(db, Prisma.sql`id = ${id}::uuid`))[0] ?? null;
}

/** Resolves an alert; false if it is resolved already. */
export async function resolveAlertRow(
  tx: Tx,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const resolved = await tx.$executeRaw`
    UPDATE payment_alerts SET resolved_at = greatest(${at}::timestamptz, created_at), resolved_by = ${by}::uuid
    WHERE id = ${id}::uuid AND resolved_at IS NULL`;
  return resolved === 1;
}
