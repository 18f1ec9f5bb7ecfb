import { currentContext, traceHeaders } from '@nakku/telemetry';
import type { PaymentEvent } from '../domain/decision.ts';
import type { Payment } from '../domain/payment.ts';
import { Prisma } from '../generated/prisma/client.ts';
import {
  attemptTable,
  changesOf,
  columnsOf,
  fieldsOfRecord,
  paymentTable,
  recordsOf,
  refundTable,
  taskTable,
} from './tables.ts';

/** What is not the very same object as before has changed. */
function changed<Row extends object>(before: readonly Row[] | undefined, after: readonly Row[]): Row[] {
  const known = new Set<Row>(before ?? []);
  return after.filter((row) => !known.has(row));
}

/** The statement that writes the difference of two states of a payment, and the event's row of its history. */
export function paymentWrite(
  before: Payment | undefined,
  after: Payment,
  event: PaymentEvent | undefined,
): Prisma.Sql {
  const { attempts, tasks, refunds, ...root } = after;
  const { type, ...detail } = event ?? { type: '' };
  const history = event ? [{ sequence: after.version, type, status: after.status, detail }] : [];
  const origin = JSON.stringify({ correlationId: currentContext()?.correlationId, ...traceHeaders() });
  // Attempts in the order of their numbers: the one that is closed goes before the one that opens. A task that was
  // decided about is nobody's any more: its lease ends; its origin stays that of its beginning.
  return Prisma.sql`WITH payment AS (
      INSERT INTO payments (${columnsOf(paymentTable)})
      SELECT ${fieldsOfRecord(paymentTable)} FROM ${recordsOf(paymentTable, [root])}
      ON CONFLICT (id) DO UPDATE SET ${changesOf(paymentTable)}, updated_at = now()
    ), attempts AS (
      INSERT INTO payment_attempts (payment_id, ${columnsOf(attemptTable)})
      SELECT ${after.id}::uuid, ${fieldsOfRecord(attemptTable)}
      FROM ${recordsOf(attemptTable, changed(before?.attempts, attempts))} ORDER BY r.number
      ON CONFLICT (id) DO UPDATE SET ${changesOf(attemptTable)}, updated_at = now()
    ), refunds AS (
      INSERT INTO payment_refunds (payment_id, ${columnsOf(refundTable)})
      SELECT ${after.id}::uuid, ${fieldsOfRecord(refundTable)}
      FROM ${recordsOf(refundTable, changed(before?.refunds, refunds))}
      ON CONFLICT (id) DO UPDATE SET ${changesOf(refundTable)}, updated_at = now()
    ), tasks AS (
      INSERT INTO payment_tasks (payment_id, origin, ${columnsOf(taskTable)})
      SELECT ${after.id}::uuid, ${origin}::jsonb, ${fieldsOfRecord(taskTable)}
      FROM ${recordsOf(taskTable, changed(before?.tasks, tasks))}
      ON CONFLICT (id) DO UPDATE SET ${changesOf(taskTable)}, leased_until = NULL
    )
    INSERT INTO payment_history (payment_id, sequence, type, status, detail)
    SELECT ${after.id}::uuid, r.sequence, r.type, r.status, r.detail
    FROM json_to_recordset(${JSON.stringify(history)}::json) AS r(sequence int, type text, status text, detail jsonb)`;
}
