import { z } from 'zod';
import type { ProviderDispute } from '../domain/providerPort.ts';
import type { Tx } from './database.ts';

export interface StoredDispute {
  readonly id: string;
  readonly paymentId: string;
  readonly status: ProviderDispute['state'];
  readonly reason: string;
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: Date;
}

const disputeRow = z.object({
  id: z.string(),
  paymentId: z.string(),
  status: z.enum(['OPEN', 'WON', 'LOST']),
  reason: z.string(),
  amount: z.coerce.number(),
  currency: z.string(),
  createdAt: z.date(),
});

/**
 * Records a dispute as the provider shows it. One that has ended is not opened again by an event that came late.
 * @returns whether it is new, or has another status than before; call it under the payment's lock
 */
export async function saveDispute(tx: Tx, paymentId: string, dispute: ProviderDispute): Promise<boolean> {
  const { ref, state, reason, amount, currency } = dispute;
  const [before] = await tx.$queryRaw<{ status: string }[]>`
    SELECT status FROM payment_disputes WHERE provider_ref = ${ref}`;
  const written = await tx.$executeRaw`
    INSERT INTO payment_disputes AS d (provider_ref, payment_id, status, reason, amount, currency)
    VALUES (${ref}, ${paymentId}::uuid, ${state}, ${reason}, ${amount}::bigint, ${currency})
    ON CONFLICT (provider_ref) DO UPDATE SET status = EXCLUDED.status, reason = EXCLUDED.reason,
      amount = EXCLUDED.amount, updated_at = now() WHERE d.status = 'OPEN'`;
  return written === 1 && before?.status !== state;
}

/** The disputes of these payments, oldest first. */
export async function disputesOf(db: Tx, paymentIds: readonly string[]): Promise<StoredDispute[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT provider_ref AS id, payment_id::text AS "paymentId", status, reason, amount, currency,
      created_at AS "createdAt"
    FROM payment_disputes WHERE payment_id = ANY(${[...paymentIds]}::uuid[]) ORDER BY created_at, provider_ref`;
  return rows.map((row) => disputeRow.parse(row));
}
