import type { SqlExecutor } from '@nakku/platform';

export type WebhookOutcome = 'APPLIED' | 'NO_CHANGE' | 'UNKNOWN_INTENT' | 'IGNORED';

/**
 * Notes a webhook that is no news, in one statement: its attempt has already one of `holds`. False if it may be news,
 * or was received before.
 */
export async function noteOldNews(
  db: SqlExecutor,
  event: { readonly id: string; readonly type: string; readonly intentRef: string | null },
  attemptId: string,
  holds: readonly string[],
): Promise<boolean> {
  const noted = await db.$executeRawUnsafe(
    `INSERT INTO provider_events (id, type, intent_ref, payment_id, outcome)
     SELECT $1, $2, $3, a.payment_id, 'NO_CHANGE' FROM payment_attempts a
     WHERE a.id = $4::uuid AND a.provider_ref = $3 AND a.hold = ANY($5::text[]) ON CONFLICT DO NOTHING`,
    event.id,
    event.type,
    event.intentRef,
    attemptId,
    [...holds],
  );
  return noted === 1;
}

/** Notes a webhook by its id. False if it was received before. */
export async function noteProviderEvent(
  db: SqlExecutor,
  event: { readonly id: string; readonly type: string; readonly intentRef: string | null },
): Promise<boolean> {
  const noted = await db.$executeRawUnsafe(
    `INSERT INTO provider_events (id, type, intent_ref, outcome) VALUES ($1, $2, $3, 'IGNORED') ON CONFLICT DO NOTHING`,
    event.id,
    event.type,
    event.intentRef,
  );
  return noted === 1;
}

export async function settleProviderEvent(
  db: SqlExecutor,
  id: string,
  outcome: WebhookOutcome,
  paymentId: string | null,
): Promise<void> {
  await db.$executeRawUnsafe(
    'UPDATE provider_events SET outcome = $2, payment_id = $3::uuid WHERE id = $1',
    id,
    outcome,
    paymentId,
  );
}

/** Forgets webhooks received longer ago; the provider repeats one for three days at most. */
export function forgetProviderEvents(db: SqlExecutor, olderThanDays: number): Promise<number> {
  return db.$executeRawUnsafe(
    `DELETE FROM provider_events WHERE received_at < now() - $1::int * interval '1 day'`,
    olderThanDays,
  );
}
