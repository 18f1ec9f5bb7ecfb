import { differencesOf } from '../domain/differences.ts';
import type { Difference } from '../domain/differences.ts';
import type { Payment } from '../domain/payment.ts';
import type { ProviderPort, ProviderIntent } from '../domain/providerPort.ts';
import { paymentsByAttempts } from '../store/payments.ts';
import type { Deps } from './deps.ts';

const BATCH = 100;

/** An intent of the provider beside the payment of ours that it is about, if there is one. */
export interface Pair {
  readonly seen: ProviderIntent;
  readonly payment: Payment | undefined;
}

/** Payments of ours that have one of these attempts. */
type FindPayments = (attemptIds: readonly string[]) => Promise<readonly Payment[]>;

/** Our books, as a comparison reads them. */
export function ourPayments({ db }: Pick<Deps, 'db'>): FindPayments {
  return (attemptIds) => paymentsByAttempts(db, attemptIds);
}

/** The provider's intents since `since`, each beside our payment; read in batches, so memory stays bounded. */
export async function* pairsSince(
  findPayments: FindPayments,
  provider: Pick<ProviderPort, 'listIntents'>,
  since: Date,
): AsyncGenerator<Pair> {
  let batch: ProviderIntent[] = [];
  for await (const seen of provider.listIntents(since)) {
    batch.push(seen);
    if (batch.length < BATCH) continue;
    yield* await paired(findPayments, batch);
    batch = [];
  }
  if (batch.length > 0) yield* await paired(findPayments, batch);
}

async function paired(findPayments: FindPayments, batch: readonly ProviderIntent[]): Promise<Pair[]> {
  const attemptIds = batch.flatMap(({ attemptId }) => (attemptId === null ? [] : [attemptId]));
  const payments = await findPayments(attemptIds);
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
 * @param o.maxIntents the older ones are left out
 * @throws Error when the database or the provider does not respond
 */
export async function compareWithProvider(
  findPayments: FindPayments,
  provider: Pick<ProviderPort, 'listIntents'>,
  o: { readonly since: Date; readonly maxIntents: number },
): Promise<Comparison> {
  const differences: Difference[] = [];
  let looked = 0;
  for await (const { seen, payment } of pairsSince(findPayments, provider, o.since)) {
    if ((looked += 1) > o.maxIntents) return { differences, isComplete: false };
    differences.push(...differencesOf(payment, seen));
  }
  return { differences, isComplete: true };
}
