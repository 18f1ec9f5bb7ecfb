import type { SqlExecutor, Transaction } from '@nakku/platform';
import type { Decision } from '../domain/decision.ts';
import type { Payment } from '../domain/payment.ts';
import { eventOf } from '../events/published.ts';
import { paymentOf, selectPayment } from './paymentRows.ts';
import { writePayment } from './writePayment.ts';

/** Which payment: by its own id, its order's, one of its attempts', or the provider's name of one. */
export type PaymentKey = {
  readonly by: 'id' | 'orderId' | 'attemptId' | 'providerRef';
  readonly value: string;
};

const conditions: Record<PaymentKey['by'], string> = {
  id: 'p.id = $1::uuid',
  orderId: 'p.order_id = $1::uuid',
  attemptId: 'p.id = (SELECT payment_id FROM payment_attempts WHERE id = $1::uuid)',
  providerRef: 'p.id = (SELECT payment_id FROM payment_attempts WHERE provider_ref = $1)',
};

/** The tasks as they are after waiting for their locks: a worker may have taken one in between. */
const loadLocked = `WITH locked_tasks AS MATERIALIZED (
  SELECT * FROM payment_tasks WHERE payment_id = $1::uuid AND status = 'OPEN' FOR UPDATE
) ${selectPayment('p.id = $1::uuid', 'locked_tasks')}`;

/**
 * Changes one payment: locks it, lets `decide` look at the whole aggregate, writes what is different, with history and
 * event. Two statements read, because what a statement finds after waiting for a lock is only new in the row that it
 * locked. Open tasks are locked too, so that no worker takes one that is just being closed.
 *
 * @returns what `decide` returned, or undefined if there is no such payment
 */
export async function changePayment<
  Tx extends SqlExecutor,
  Outcome extends Decision | { readonly refused: unknown },
>(tx: Transaction<Tx>, key: PaymentKey, decide: (payment: Payment) => Outcome): Promise<Outcome | undefined> {
  const locked = await tx.db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT p.id::text FROM payments p WHERE ${conditions[key.by]} FOR UPDATE`,
    key.value,
  );
  const id = locked[0]?.id;
  if (id === undefined) return undefined;
  const payment = await loadPayment(tx.db, id);
  const outcome = decide(payment);
  if ('payment' in outcome) await savePayment(tx, payment, outcome);
  return outcome;
}

async function loadPayment(db: SqlExecutor, id: string): Promise<Payment> {
  const rows = await db.$queryRawUnsafe<{ payment: unknown }[]>(loadLocked, id);
  return paymentOf(rows[0]?.payment);
}

/** Writes a decision about a payment that is locked, or new (`before` undefined). */
export async function savePayment<Tx extends SqlExecutor>(
  tx: Transaction<Tx>,
  before: Payment | undefined,
  { payment, event }: Decision,
): Promise<void> {
  if (payment === before) return;
  await writePayment(tx.db, before, payment, event);
  if (!event) return;
  tx.emit(eventOf(payment, event, before));
}
