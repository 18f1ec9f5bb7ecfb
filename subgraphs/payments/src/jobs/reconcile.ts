import { logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import { ourPayments, pairsSince } from '../app/compareWithProvider.ts';
import type { Deps } from '../app/deps.ts';
import { cancelStrayAttempt, observeIntent } from '../app/observeIntent.ts';
import { differencesOf } from '../domain/differences.ts';
import type { Difference } from '../domain/differences.ts';
import { countStrayVoided, reportDifferences, reportOverdue } from '../metrics.ts';
import { deleteEndedBudgets } from '../store/budgets.ts';
import { deleteProviderEvents } from '../store/providerEvents.ts';
import { runExclusively } from '../store/runExclusively.ts';
import { attemptsToCancel, attemptsToLookUp, overdueCount } from '../store/openAttempts.ts';

const LIMIT = 200;
const KEEP_WEBHOOK_DAYS = 30;
/** What a process looks back over when it starts, in milliseconds; then only what is new, twice. */
const FIRST_LOOK_MS = 3_600_000;
/** Of the provider's list, per run. */
const MAX_INTENTS = 20_000;

/**
 * Heals what webhooks and workers missed: attempts without an end are looked up, holds that no live order wants are
 * voided, and what still differs from the provider is reported by metric and log.
 *
 * @returns one run; in all replicas together at most one runs at a time
 */
export function createReconciler(deps: Deps, pool: Pool): (signal: AbortSignal) => Promise<void> {
  const { db, provider, times } = deps;
  const log = logger({ part: 'reconciler' });
  let since = new Date(deps.now().getTime() - FIRST_LOOK_MS);

  async function lookUp(signal: AbortSignal): Promise<void> {
    for (const { attemptId, providerRef } of await attemptsToLookUp(db, times.strayAuthorizationMs, LIMIT)) {
      if (signal.aborted) return;
      const response = await provider.retrieveIntent(providerRef);
      if (response.kind === 'unavailable') return;
      if (response.kind === 'intent') await observeIntent(deps, attemptId, response.intent);
    }
  }

  async function cancelStrays(): Promise<void> {
    for (const attemptId of await attemptsToCancel(db, LIMIT)) {
      countStrayVoided();
      await cancelStrayAttempt(deps, attemptId);
    }
  }

  /** The provider's own list shows also what we never recorded. What is young may still be on its way. */
  async function compare(signal: AbortSignal): Promise<Difference[]> {
    const started = deps.now().getTime();
    const differences: Difference[] = [];
    let looked = 0;
    for await (const { seen, payment } of pairsSince(ourPayments(deps), provider, since)) {
      if (signal.aborted) return differences;
      if ((looked += 1) > MAX_INTENTS) {
        log.warn({ since, looked }, 'more payments than one comparison takes: the oldest are left out');
        break;
      }
      if (started - seen.createdAt.getTime() < times.strayAuthorizationMs) continue;
      const differs = differencesOf(payment, seen);
      if (differs.length === 0) continue;
      const { attemptId, ref } = seen;
      const isHeld = seen.state === 'AUTHORIZED' || seen.state === 'ACTION_REQUIRED';
      const attempt = payment?.attempts.find(({ id }) => id === attemptId);
      if (attempt && (attempt.providerRef ?? ref) === ref) {
        await observeIntent(deps, attempt.id, seen);
      } else if (isHeld && seen.orderId !== null) {
        // Made by us (it names an order), and no attempt of ours has it.
        countStrayVoided();
        await provider.void({ ref, idempotencyKey: `nakku:stray:${ref}` });
      }
      differences.push(...differs);
    }
    since = new Date(started - 2 * times.strayAuthorizationMs - times.reconcileEveryMs);
    return differences;
  }

  function report(differences: readonly Difference[]): void {
    reportDifferences(differences);
    for (const difference of differences) log.warn(difference, 'a difference to the payment provider');
  }

  return async (signal) => {
    await runExclusively(pool, 'payments-reconciler', async () => {
      reportOverdue(await overdueCount(db));
      await lookUp(signal);
      await cancelStrays();
      report(await compare(signal));
      await deleteProviderEvents(db, KEEP_WEBHOOK_DAYS);
      await deleteEndedBudgets(db);
    });
  };
}
