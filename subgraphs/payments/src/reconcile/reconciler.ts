import type { Platform, SqlExecutor } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import { counter, gauge, logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import type { Decision, Moment } from '../domain/decision.ts';
import { differencesOf } from '../domain/differences.ts';
import type { Difference } from '../domain/differences.ts';
import { observe } from '../domain/observe.ts';
import type { Payment } from '../domain/payment.ts';
import type { ProviderPort } from '../domain/provider.ts';
import { callOff } from '../domain/release.ts';
import { countDecision } from '../metrics.ts';
import { changePayment } from '../store/changePayment.ts';
import { forgetProviderEvents } from '../store/providerEvents.ts';
import { attemptsToCallOff, attemptsToLookUp, overdueCount } from '../store/unsettled.ts';
import { pairsSince } from './compare.ts';
import { exclusively } from './exclusively.ts';

const LIMIT = 200;
const KEEP_WEBHOOK_DAYS = 30;
/** What a process looks back over when it starts, in milliseconds; then only what is new, twice. */
const FIRST_LOOK_MS = 3_600_000;
/** Of the provider's list, per run. */
const MOST_INTENTS = 20_000;

export interface ReconcilerOptions<Tx extends SqlExecutor> {
  readonly platform: Platform<Tx>;
  readonly db: SqlExecutor;
  readonly pool: Pool;
  readonly provider: ProviderPort;
  readonly durations: Durations['payments'];
  /** Work was left for the worker. */
  readonly wake: () => void;
}

/**
 * Heals what webhooks and workers missed: attempts without an end are looked up, holds that no live order wants are
 * voided, and what still differs from the provider is told by metric and log.
 *
 * @returns one run; in all replicas together at most one runs at a time
 */
export function createReconciler<Tx extends SqlExecutor>(
  o: ReconcilerOptions<Tx>,
): (signal: AbortSignal) => Promise<void> {
  const log = logger({ part: 'reconciler' });
  const overdue = gauge('payments_overdue', "Payments on the operator's list", ['service']);
  const found = gauge('payment_provider_differences', 'Differences to the provider, by kind', [
    'service',
    'kind',
  ]);
  const voided = counter('payment_strays_voided_total', 'Holds that no live order wanted', ['service']);
  let since = new Date(Date.now() - FIRST_LOOK_MS);

  async function change(
    attemptId: string,
    decide: (payment: Payment, moment: Moment) => Decision,
  ): Promise<void> {
    const moment: Moment = { now: new Date(), newId: v7 };
    const decision = await o.platform.transaction((tx) =>
      changePayment(tx, { by: 'attemptId', value: attemptId }, (payment) => decide(payment, moment)),
    );
    if (decision?.event) countDecision(decision);
    if (decision?.payment.tasks.some((task) => task.tries === 0)) o.wake();
  }

  async function lookUp(signal: AbortSignal): Promise<void> {
    for (const { attemptId, providerRef } of await attemptsToLookUp(
      o.db,
      o.durations.strayAuthorizationMs,
      LIMIT,
    )) {
      if (signal.aborted) return;
      const answer = await o.provider.retrieveIntent(providerRef);
      if (answer.kind === 'unavailable') return;
      if (answer.kind === 'intent')
        await change(attemptId, (p, moment) => observe(p, attemptId, answer.intent, moment));
    }
  }

  async function callOffStrays(): Promise<void> {
    for (const attemptId of await attemptsToCallOff(o.db, LIMIT)) {
      voided.inc({ service: 'payments' });
      await change(attemptId, (payment, moment) => {
        const attempt = payment.attempts.find(({ id }) => id === attemptId);
        return { payment: attempt ? callOff(payment, attempt, moment) : payment };
      });
    }
  }

  /** The provider's own list shows also what we never recorded. What is young may still be on its way. */
  async function compare(signal: AbortSignal): Promise<Difference[]> {
    const started = Date.now();
    const differences: Difference[] = [];
    let looked = 0;
    for await (const { seen, payment } of pairsSince(o.db, o.provider, since)) {
      if (signal.aborted) return differences;
      if ((looked += 1) > MOST_INTENTS) {
        log.warn({ since, looked }, 'more payments than one comparison takes: the oldest are left out');
        break;
      }
      if (started - seen.createdAt.getTime() < o.durations.strayAuthorizationMs) continue;
      const differs = differencesOf(payment, seen);
      if (differs.length === 0) continue;
      const { attemptId, ref } = seen;
      const isHeld = seen.state === 'AUTHORIZED' || seen.state === 'ACTION_REQUIRED';
      const attempt = payment?.attempts.find(({ id }) => id === attemptId);
      if (attempt && (attempt.providerRef ?? ref) === ref) {
        await change(attempt.id, (p, moment) => observe(p, attempt.id, seen, moment));
      } else if (isHeld && seen.orderId !== null) {
        // Made by us (it names an order), and no attempt of ours has it.
        voided.inc({ service: 'payments' });
        await o.provider.void({ ref, idempotencyKey: `nakku:stray:${ref}` });
      }
      differences.push(...differs);
    }
    since = new Date(started - 2 * o.durations.strayAuthorizationMs - o.durations.reconcileEveryMs);
    return differences;
  }

  function tell(differences: readonly Difference[]): void {
    found.reset();
    for (const difference of differences) {
      found.inc({ service: 'payments', kind: difference.kind });
      log.warn(difference, 'a difference to the payment provider');
    }
  }

  return async (signal) => {
    await exclusively(o.pool, 'payments-reconciler', async () => {
      overdue.set({ service: 'payments' }, await overdueCount(o.db));
      await lookUp(signal);
      await callOffStrays();
      tell(await compare(signal));
      await forgetProviderEvents(o.db, KEEP_WEBHOOK_DAYS);
    });
  };
}
