import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

export type WebhookOutcome = 'APPLIED' | 'NO_CHANGE' | 'UNKNOWN_INTENT' | 'MISMATCH' | 'IGNORED';

/** A webhook as it is recorded, by the provider's id of it. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly intentRef: string | null;
}

/**
 * Records a webhook that is no news, in one statement: its attempt, of that amount, has already one of `holds`. False if
 * it may be news, or was received before.
 */
export async function insertStaleProviderEvent(
  db: Tx,
  { id, type, intentRef }: ReceivedEvent,
  seen: {
    readonly attemptId: string;
    readonly amount: number;
    readonly currency: string;
    readonly holds: readonly string[];
  },
): Promise<boolean> {
  const { attemptId, amount, currency, holds } = seen;
  const inserted = await db.$executeRaw`
    INSERT INTO provider_events (id, type, intent_ref, payment_id, outcome)
    SELECT ${id}, ${type}, ${intentRef}, a.payment_id, 'NO_CHANGE' FROM payment_attempts a
    JOIN payments p ON p.id = a.payment_id
    WHERE a.id = ${attemptId}::uuid AND a.provider_ref = ${intentRef} AND a.hold = ANY(${[...holds]}::text[])
      AND a.amount::numeric = ${String(amount)}::numeric AND p.currency = ${currency}
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

/** Records a webhook by its id. False if it was received before. */
export async function insertProviderEvent(tx: Tx, { id, type, intentRef }: ReceivedEvent): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO provider_events (id, type, intent_ref, outcome) VALUES (${id}, ${type}, ${intentRef}, 'IGNORED')
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

/** The statement that records what a webhook did, for the transaction of its effect. */
export function webhookOutcomeWrite(
  id: string,
  outcome: WebhookOutcome,
  paymentId: string | null,
): Prisma.Sql {
  return Prisma.sql`
    UPDATE provider_events SET outcome = ${outcome}, payment_id = ${paymentId}::uuid WHERE id = ${id}`;
}

/** Deletes webhooks received longer ago; the provider repeats one for three days at most. */
export function deleteProviderEvents(db: Tx, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM provider_events WHERE received_at < now() - ${olderThanDays}::int * interval '1 day'`;
}
