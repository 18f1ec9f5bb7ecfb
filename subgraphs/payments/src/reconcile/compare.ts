import type { SqlExecutor } from '@nakku/events';
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

/**
 * Compares all of the provider's intents since `since` with our books; an empty answer is agreement. While orders move
 * a difference may be a moment old: compare when they are at rest. For the invariants command.
 */
export async function differencesToProvider(
  db: SqlExecutor,
  provider: Pick<ProviderPort, 'listIntents'>,
  since: Date,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for await (const { seen, payment } of pairsSince(db, provider, since)) {
    differences.push(...differencesOf(payment, seen));
  }
  return differences;
}
