import type { Transaction } from '@nakku/platform';
import { describeSpan, logger } from '@nakku/telemetry';
import type { Decision, PaymentAlert } from '../domain/decision.ts';
import type { Payment } from '../domain/payment.ts';
import { eventOf } from '../events/publish.ts';
import { countAlert, countDecision } from '../metrics.ts';
import { insertAlert } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { lockPayment } from '../store/payments.ts';
import type { PaymentKey } from '../store/payments.ts';
import { paymentWrite } from '../store/writePayment.ts';
import type { Deps } from './deps.ts';

/**
 * Changes one payment: locks it, lets `decide` look at the whole aggregate, writes what is different, with history and
 * event. Every change of a payment goes through here.
 *
 * @returns what `decide` returned, or undefined if there is no such payment
 */
export async function changePayment<Outcome extends Decision | { readonly refused: unknown }>(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'newId'>,
  key: PaymentKey,
  decide: (payment: Payment) => Outcome,
): Promise<Outcome | undefined> {
  const payment = await lockPayment(tx.db, key);
  if (!payment) return undefined;
  const outcome = decide(payment);
  if ('payment' in outcome) await savePayment(tx, deps, payment, outcome);
  return outcome;
}

/** Writes a decision about a payment that is locked, or new (`before` undefined). */
export async function savePayment(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'newId'>,
  before: Payment | undefined,
  { payment, event, alert }: Decision,
): Promise<void> {
  describeSpan({ 'order.id': payment.orderId });
  if (alert) await raiseAlert(tx, deps, payment, alert);
  if (payment === before) return;
  tx.writeAtCommit(paymentWrite(before, payment, event));
  if (event) tx.emit(eventOf(payment, event, before));
}

/** Records what a person must look at, and tells it once, by log and metric. */
async function raiseAlert(
  tx: Transaction<Tx>,
  { newId }: Pick<Deps, 'newId'>,
  payment: Payment,
  alert: PaymentAlert,
): Promise<void> {
  if (!(await insertAlert(tx.db, { id: newId(), paymentId: payment.id, ...alert }))) return;
  countAlert(alert.kind);
  logger({ part: 'alerts' }).error({ ...alert, order: payment.orderId }, 'a payment needs a person');
}

/** Counts a decision whose transaction was committed, and wakes the worker if it left work. */
export function afterCommit({ wakeWorker }: Pick<Deps, 'wakeWorker'>, decision: Decision | undefined): void {
  if (decision?.event) countDecision(decision);
  if (decision?.payment.tasks.some((task) => task.status === 'OPEN' && task.tries === 0)) wakeWorker();
}
