import type { SqlExecutor } from '@nakku/platform';
import type { Payment } from '../domain/payment.ts';
import { paymentOf, selectPayment } from './paymentRows.ts';

const byIds = selectPayment('p.id = ANY($1::uuid[])');
const byOrders = selectPayment('p.order_id = ANY($1::uuid[])');

async function read(db: SqlExecutor, sql: string, ids: readonly string[]): Promise<Payment[]> {
  const rows = await db.$queryRawUnsafe<{ payment: unknown }[]>(sql, [...ids]);
  return rows.map((row) => paymentOf(row.payment));
}

/** Payments by their ids; what does not exist is left out. */
export function paymentsByIds(db: SqlExecutor, ids: readonly string[]): Promise<Payment[]> {
  return read(db, byIds, ids);
}

/** Payments of orders; an order that payments has not heard of is left out. */
export function paymentsByOrders(db: SqlExecutor, orderIds: readonly string[]): Promise<Payment[]> {
  return read(db, byOrders, orderIds);
}

const byAttempts = selectPayment(
  'p.id IN (SELECT a.payment_id FROM payment_attempts a WHERE a.id = ANY($1::uuid[]))',
);

/** Payments that have one of these attempts. */
export function paymentsByAttempts(db: SqlExecutor, attemptIds: readonly string[]): Promise<Payment[]> {
  return read(db, byAttempts, attemptIds);
}
