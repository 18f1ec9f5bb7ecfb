import type { Transaction } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Decision } from '../domain/decision.ts';
import { holdsBeyond, observe } from '../domain/observe.ts';
import type { Payment } from '../domain/payment.ts';
import type {
  ProviderDispute,
  ProviderIntent,
  ProviderRefund,
  WebhookReading,
} from '../domain/providerPort.ts';
import { observeDispute } from '../domain/dispute.ts';
import { observeRefund } from '../domain/refund.ts';
import { countWebhook } from '../metrics.ts';
import type { Tx } from '../store/database.ts';
import { saveDispute } from '../store/disputes.ts';
import { lockPayment } from '../store/payments.ts';
import type { PaymentKey } from '../store/payments.ts';
import {
  insertProviderEvent,
  insertStaleProviderEvent,
  webhookOutcomeWrite,
} from '../store/providerEvents.ts';
import type { WebhookOutcome } from '../store/providerEvents.ts';
import { afterCommit, changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/** What was done with a webhook; the provider sends it again unless it is accepted, that is, anything but `FORGED`. */
export type Receipt = WebhookOutcome | 'DUPLICATE' | 'FORGED';

type WebhookEvent = Extract<WebhookReading, { kind: 'event' }>;

/**
 * Takes a webhook: checks it, records it once, and lets it have its effect in the same transaction.
 * @param request.body as it was received: the signature is over its bytes
 * @throws Error when the database is away
 */
export async function receiveWebhook(
  deps: Deps,
  request: { readonly body: Buffer; readonly signature: string },
): Promise<Receipt> {
  const log = logger({ part: 'webhooks' });
  const reading = deps.provider.parseWebhook(request.body, request.signature, deps.now());
  if (reading.kind === 'forged') {
    countWebhook('FORGED');
    log.warn({ detail: reading.detail }, 'a webhook was refused');
    return 'FORGED';
  }
  // Mostly the response to the worker's own call was faster: then there is nothing to lock.
  if (await isStale(deps, reading)) {
    countWebhook('NO_CHANGE');
    return 'NO_CHANGE';
  }
  const { receipt, decision } = await deps.platform.transaction((tx) => apply(tx, deps, reading));
  countWebhook(receipt);
  if (receipt === 'UNKNOWN_INTENT') {
    const { id, type, intentRef } = reading;
    log.warn({ event: id, type, intent: intentRef }, 'a webhook about an intent that is not ours');
  }
  afterCommit(deps, decision);
  return receipt;
}

async function isStale({ db }: Deps, event: WebhookEvent): Promise<boolean> {
  const { intent } = event;
  if (!intent || intent.attemptId === null) return false;
  return insertStaleProviderEvent(db, event, {
    attemptId: intent.attemptId,
    amount: intent.amount,
    currency: intent.currency,
    holds: holdsBeyond(intent.state),
  });
}

interface Applied {
  readonly receipt: Exclude<Receipt, 'FORGED'>;
  readonly decision?: Decision | undefined;
}

async function apply(tx: Transaction<Tx>, deps: Deps, event: WebhookEvent): Promise<Applied> {
  if (!(await insertProviderEvent(tx.db, event))) return { receipt: 'DUPLICATE' };
  const applied = await applyObject(tx, deps, event);
  if (!applied) return { receipt: 'IGNORED' };
  const { outcome, decision } = applied;
  tx.writeAtCommit(webhookOutcomeWrite(event.id, outcome, decision?.payment.id ?? null));
  return { receipt: outcome, decision };
}

interface Effect {
  readonly outcome: WebhookOutcome;
  readonly decision?: Decision;
}

/** Applies what the event is about; undefined if that is nothing that we follow. */
async function applyObject(
  tx: Transaction<Tx>,
  deps: Deps,
  event: WebhookEvent,
): Promise<Effect | undefined> {
  if (event.intent) return applyIntent(tx, deps, event.intent);
  if (event.refund) return applyRefund(tx, deps, event.refund);
  if (event.dispute) return applyDispute(tx, deps, event.dispute);
  return undefined;
}

/** What was decided about the payment that `key` names. */
async function change(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'newId'>,
  key: PaymentKey,
  decide: (payment: Payment) => Decision,
): Promise<Effect> {
  let before: Payment | undefined;
  const decision = await changePayment(tx, deps, key, (payment) => {
    before = payment;
    return decide(payment);
  });
  if (!decision) return { outcome: 'UNKNOWN_INTENT' };
  if (decision.alert?.kind === 'AMOUNT_MISMATCH') return { outcome: 'MISMATCH', decision };
  return { outcome: decision.payment === before ? 'NO_CHANGE' : 'APPLIED', decision };
}

/** A refund that failed after all, perhaps days after it succeeded. */
async function applyRefund(tx: Transaction<Tx>, deps: Deps, refund: ProviderRefund): Promise<Effect> {
  if (refund.intentRef === null) return { outcome: 'UNKNOWN_INTENT' };
  return change(tx, deps, { by: 'providerRef', value: refund.intentRef }, (payment) =>
    observeRefund(payment, refund),
  );
}

/** A dispute is recorded and published, and needs a person from its beginning. Money moves by hand only. */
async function applyDispute(tx: Transaction<Tx>, deps: Deps, dispute: ProviderDispute): Promise<Effect> {
  const { intentRef } = dispute;
  if (intentRef === null) return { outcome: 'UNKNOWN_INTENT' };
  const key: PaymentKey = { by: 'providerRef', value: intentRef };
  const payment = await lockPayment(tx.db, key);
  if (!payment) return { outcome: 'UNKNOWN_INTENT' };
  const isNews = await saveDispute(tx.db, payment.id, dispute);
  const effect = await change(tx, deps, key, (known) => observeDispute(known, dispute, isNews));
  return { ...effect, outcome: 'APPLIED' };
}

/** The attempt is found by what we wrote into the intent; the worker may not have recorded its name yet. */
async function applyIntent(tx: Transaction<Tx>, deps: Deps, intent: ProviderIntent): Promise<Effect> {
  const key: PaymentKey =
    intent.attemptId === null
      ? { by: 'providerRef', value: intent.ref }
      : { by: 'attemptId', value: intent.attemptId };
  return change(tx, deps, key, (payment) => {
    const attempt = payment.attempts.find(
      (known) => known.id === intent.attemptId || known.providerRef === intent.ref,
    );
    return attempt ? observe(payment, attempt.id, intent, clockOf(deps)) : { payment };
  });
}
