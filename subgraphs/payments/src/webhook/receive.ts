import type { Platform, SqlExecutor } from '@nakku/platform';
import { counter, logger } from '@nakku/telemetry';
import { v7 } from 'uuid';
import type { Decision } from '../domain/decision.ts';
import { holdsBeyond, observe } from '../domain/observe.ts';
import type { Payment } from '../domain/payment.ts';
import type { ProviderPort, SeenIntent, WebhookReading } from '../domain/provider.ts';
import { countDecision } from '../metrics.ts';
import { changePayment } from '../store/changePayment.ts';
import type { PaymentKey } from '../store/changePayment.ts';
import { noteOldNews, noteProviderEvent, settleProviderEvent } from '../store/providerEvents.ts';
import type { WebhookOutcome } from '../store/providerEvents.ts';

const received = () => counter('payment_webhooks_total', 'Webhooks by what they did', ['service', 'outcome']);
const count = (outcome: string): void => received().inc({ service: 'payments', outcome });

/** What was done with a webhook; all but `FORGED` are answered 200, so that the provider does not send them again. */
export type Receipt = WebhookOutcome | 'DUPLICATE' | 'FORGED';

export interface WebhookReceiver {
  /** `body` as it was received: the signature is over its bytes. @throws Error when the database is away */
  receive(body: Buffer, signature: string): Promise<Receipt>;
}

/** Takes webhooks: checks them, notes each once, and lets it have its effect in the same transaction. */
export function createWebhookReceiver<Tx extends SqlExecutor>(o: {
  platform: Platform<Tx>;
  /** Outside of transactions. */
  db: SqlExecutor;
  provider: ProviderPort;
  /** A webhook left work for the worker. */
  wake: () => void;
}): WebhookReceiver {
  const log = logger({ part: 'webhooks' });
  return {
    async receive(body, signature) {
      const reading = o.provider.parseWebhook(body, signature, new Date());
      if (reading.kind === 'forged') {
        count('FORGED');
        log.warn({ detail: reading.detail }, 'a webhook was refused');
        return 'FORGED';
      }
      // Mostly the worker's own answer was faster: then there is nothing to lock.
      if (await isOldNews(o.db, reading)) {
        count('NO_CHANGE');
        return 'NO_CHANGE';
      }
      let decision: Decision | undefined;
      const receipt = await o.platform.transaction<Receipt>(async (tx) => {
        decision = undefined;
        if (!(await noteProviderEvent(tx.db, reading))) return 'DUPLICATE';
        if (!reading.intent) return 'IGNORED';
        const applied = await apply(tx, reading.intent);
        decision = applied.decision;
        await settleProviderEvent(tx.db, reading.id, applied.outcome, applied.decision?.payment.id ?? null);
        return applied.outcome;
      });
      count(receipt);
      if (receipt === 'UNKNOWN_INTENT')
        log.warn(brief(reading), 'a webhook about an intent that is not ours');
      if (decision?.event) countDecision(decision);
      if (decision?.payment.tasks.some((task) => task.tries === 0)) o.wake();
      return receipt;
    },
  };
}

async function isOldNews(
  db: SqlExecutor,
  reading: Extract<WebhookReading, { kind: 'event' }>,
): Promise<boolean> {
  const { intent } = reading;
  if (!intent || intent.attemptId === null) return false;
  return noteOldNews(db, reading, intent.attemptId, holdsBeyond(intent.state));
}

const brief = (reading: Extract<WebhookReading, { kind: 'event' }>) => ({
  event: reading.id,
  type: reading.type,
  intent: reading.intentRef,
});

/** The attempt is found by what we wrote into the intent; the worker may not have recorded its name yet. */
async function apply<Tx extends SqlExecutor>(
  tx: Parameters<Parameters<Platform<Tx>['transaction']>[0]>[0],
  intent: SeenIntent,
): Promise<{ outcome: WebhookOutcome; decision?: Decision }> {
  const key: PaymentKey =
    intent.attemptId === null
      ? { by: 'providerRef', value: intent.ref }
      : { by: 'attemptId', value: intent.attemptId };
  let before: Payment | undefined;
  const decision = await changePayment(tx, key, (payment) => {
    before = payment;
    const attempt = payment.attempts.find(
      (known) => known.id === intent.attemptId || known.providerRef === intent.ref,
    );
    if (!attempt) return { payment };
    return observe(payment, attempt.id, intent, { now: new Date(), newId: v7 });
  });
  if (!decision) return { outcome: 'UNKNOWN_INTENT' };
  return { outcome: decision.payment === before ? 'NO_CHANGE' : 'APPLIED', decision };
}
