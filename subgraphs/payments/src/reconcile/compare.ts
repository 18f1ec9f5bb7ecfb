import type { SqlExecutor } from '@nakku/platform';
import { differencesOf } from '../domain/differences.ts';
import type { Difference } from '../domain/differences.ts';
import type { Payment } from '../domain/payment.ts';
import type { ProviderPort, SeenIntent } from '../domain/provider.ts';
import { paymentsByAttempts } from '../store/payments.ts';

const BATCH = 100;

/** An intent of the provider beside the payment of ours that it is about, if there is one. */
export interface Pair {
  readonly seen: SeenIntent;
  readonly payment: Payment | undefined;
}

/** The provider's intents since `since`, each beside our payment; read in batches, so memory stays bounded. */
export async function* pairsSince(
  db: SqlExecutor,
  provider: Pick<ProviderPort, 'listIntents'>,
  since: Date,
): AsyncGenerator<Pair> {
  let batch: SeenIntent[] = [];
  for await (const seen of provider.listIntents(since)) {
    batch.push(seen);
    if (batch.length < BATCH) continue;
    yield* await paired(db, batch);
    batch = [];
  }
  if (batch.length > 0) yield* await paired(db, batch);
}

async function paired(db: SqlExecutor, batch: readonly SeenIntent[]): Promise<Pair[]> {
  const attemptIds = batch.flatMap(({ attemptId }) => (attemptId === null ? [] : [attemptId]));
  const payments = await paymentsByAttempts(db, attemptIds);
  const byAttempt = new Map(
    payments.flatMap((payment) => payment.attempts.map(({ id }) => [id, payment] as const)),
  );
  return batch.map((seen) => ({ seen, payment: byAttempt.get(seen.attemptId ?? '') }));
}

/** What a comparison found; no difference is agreement. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Whether every intent of the time that was asked for was looked at. */
  readonly isComplete: boolean;
}

/**
 * Compares the provider's intents since `since` with our books, the latest first. While orders move a difference may be
 * a moment old: compare when they are at rest. Reads only.
 *
 * @param o.mostIntents the older ones are left out
 * @throws Error when the database or the provider does not answer
 */
export async function compareWithProvider(
  db: SqlExecutor,
  provider: Pick<ProviderPort, 'listIntents'>,
  o: { readonly since: Date; readonly mostIntents: number },
): Promise<Comparison> {
  const differences: Difference[] = [];
  let looked = 0;
  for await (const { seen, payment } of pairsSince(db, provider, o.since)) {
    if ((looked += 1) > o.mostIntents) return { differences, isComplete: false };
    differences.push(...differencesOf(payment, seen));
  }
  return { differences, isComplete: true };
}
