import type { SqlExecutor } from '@nakku/platform';
import { currentContext, traceHeaders } from '@nakku/telemetry';
import type { PaymentEvent } from '../domain/decision.ts';
import type { Payment } from '../domain/payment.ts';

/** Rows of one table from JSON; column names are those of the domain in snake case. */
const from = (parameter: number, columns: string): string =>
  `json_to_recordset($${parameter}::json) AS r(${columns})`;

const paymentColumns = `id uuid, "orderId" uuid, "customerId" uuid, "storeId" uuid, amount bigint, currency text, status text, phase text,
  kind text, attempt int, captured bigint, refunded bigint, "refundAsked" bigint, "taskCount" int, version int, "createdAt" timestamptz`;

const writePaymentRow = `INSERT INTO payments AS p (id, order_id, customer_id, store_id, amount, currency, status, phase, kind, attempt,
    captured, refunded, refund_asked, task_count, version, created_at)
  SELECT r.* FROM ${from(1, paymentColumns)}
  ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount, status = EXCLUDED.status, phase = EXCLUDED.phase,
    kind = EXCLUDED.kind, attempt = EXCLUDED.attempt, captured = EXCLUDED.captured, refunded = EXCLUDED.refunded,
    refund_asked = EXCLUDED.refund_asked, task_count = EXCLUDED.task_count, version = EXCLUDED.version, updated_at = now()`;

const attemptColumns = `id uuid, number int, kind text, "methodId" uuid, token text, "providerCustomer" text, amount bigint, status text,
  "failureReason" text, "actionUrl" text, "providerRef" text, hold text, "createdAt" timestamptz`;

/** In the order of their numbers: the one that is closed goes before the one that opens. */
const writeAttempts = `INSERT INTO payment_attempts (id, payment_id, number, kind, method_id, token, provider_customer, amount, status,
    failure_reason, action_url, provider_ref, hold, created_at)
  SELECT r.id, $2::uuid, r.number, r.kind, r."methodId", r.token, r."providerCustomer", r.amount, r.status, r."failureReason",
    r."actionUrl", r."providerRef", r.hold, r."createdAt" FROM ${from(3, attemptColumns)} ORDER BY r.number
  ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, failure_reason = EXCLUDED.failure_reason,
    action_url = EXCLUDED.action_url, provider_ref = EXCLUDED.provider_ref, hold = EXCLUDED.hold, updated_at = now()`;

const refundColumns = `id uuid, amount bigint, reason text, status text, "providerRef" text, "askedBy" uuid, "createdAt" timestamptz`;

const writeRefunds = `INSERT INTO payment_refunds (id, payment_id, amount, reason, status, provider_ref, asked_by, created_at)
  SELECT r.id, $2::uuid, r.amount, r.reason, r.status, r."providerRef", r."askedBy", r."createdAt" FROM ${from(4, refundColumns)}
  ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, provider_ref = EXCLUDED.provider_ref, updated_at = now()`;

const taskColumns = `id uuid, "attemptId" uuid, "refundId" uuid, position int, kind text, amount bigint, "keyNumber" int, tries int,
  status text, "dueAt" timestamptz, "lastError" text, "createdAt" timestamptz`;

/** A task that was decided about is nobody's any more: its lease ends. Its origin stays that of its beginning. */
const writeTasks = `INSERT INTO payment_tasks (id, payment_id, attempt_id, refund_id, position, kind, amount, key_number, tries, status,
    due_at, last_error, created_at, origin)
  SELECT r.id, $2::uuid, r."attemptId", r."refundId", r.position, r.kind, r.amount, r."keyNumber", r.tries, r.status, r."dueAt",
    r."lastError", r."createdAt", $7::jsonb FROM ${from(5, taskColumns)}
  ON CONFLICT (id) DO UPDATE SET key_number = EXCLUDED.key_number, status = EXCLUDED.status, due_at = EXCLUDED.due_at,
    last_error = EXCLUDED.last_error, leased_until = NULL`;

const writeHistory = `INSERT INTO payment_history (payment_id, sequence, type, status, detail)
  SELECT $2::uuid, r.sequence, r.type, r.status, r.detail FROM ${from(6, 'sequence int, type text, status text, detail jsonb')}`;

const statement = `WITH payment AS (${writePaymentRow}), attempts AS (${writeAttempts}), refunds AS (${writeRefunds}),
  tasks AS (${writeTasks}) ${writeHistory}`;

/** What is not the very same object as before has changed. */
function changed<Row extends object>(before: readonly Row[] | undefined, after: readonly Row[]): string {
  const known = new Set<Row>(before ?? []);
  return JSON.stringify(after.filter((row) => !known.has(row)));
}

/** Writes the difference of two states of a payment, and the event's row of its history, in one statement. */
export async function writePayment(
  db: SqlExecutor,
  before: Payment | undefined,
  after: Payment,
  event: PaymentEvent | undefined,
): Promise<void> {
  const { attempts, tasks, refunds, ...root } = after;
  const { type, ...detail } = event ?? { type: '' };
  const history = event ? [{ sequence: after.version, type, status: after.status, detail }] : [];
  await db.$executeRawUnsafe(
    statement,
    JSON.stringify([root]),
    after.id,
    changed(before?.attempts, attempts),
    changed(before?.refunds, refunds),
    changed(before?.tasks, tasks),
    JSON.stringify(history),
    JSON.stringify({ correlationId: currentContext()?.correlationId, ...traceHeaders() }),
  );
}
