import type { Page } from '@nakku/graphql-kit';
import { Prisma } from '../generated/prisma/client.ts';
import type { Payment } from '../domain/payment.ts';
import type { Tx } from './database.ts';
import { paymentOf } from './rows.ts';
import { attemptTable, jsonOf, paymentTable, refundTable, taskTable } from './tables.ts';

/** The whole table, or rows of it that were selected before under that name. */
type TaskSource = 'payment_tasks' | 'locked_tasks';

/**
 * Each payment as one JSON value `payment`; `p` is the table, `where` a condition on it and what follows. Only open
 * tasks are part of it: the rest is history.
 */
function selectPayments(where: Prisma.Sql, tasks: TaskSource = 'payment_tasks'): Prisma.Sql {
  return Prisma.sql`SELECT json_build_object(${jsonOf(paymentTable, 'p')},
    'attempts', COALESCE((SELECT json_agg(json_build_object(${jsonOf(attemptTable, 'a')}) ORDER BY a.number)
      FROM payment_attempts a WHERE a.payment_id = p.id), '[]'),
    'tasks', COALESCE((SELECT json_agg(json_build_object(${jsonOf(taskTable, 't')}) ORDER BY t.position)
      FROM ${Prisma.raw(tasks)} t WHERE t.payment_id = p.id AND t.status = 'OPEN'), '[]'),
    'refunds', COALESCE((SELECT json_agg(json_build_object(${jsonOf(refundTable, 'r')}) ORDER BY r.created_at, r.id)
      FROM payment_refunds r WHERE r.payment_id = p.id), '[]')
  ) AS payment FROM payments p WHERE ${where}`;
}

async function read(db: Tx, sql: Prisma.Sql): Promise<Payment[]> {
  const rows = await db.$queryRaw<{ payment: unknown }[]>(sql);
  return rows.map((row) => paymentOf(row.payment));
}

/** Payments by their ids; what does not exist is left out. */
export function paymentsByIds(db: Tx, ids: readonly string[]): Promise<Payment[]> {
  return read(db, selectPayments(Prisma.sql`p.id = ANY(${[...ids]}::uuid[])`));
}

/** Payments of orders; an order that payments has not heard of is left out. */
export function paymentsByOrders(db: Tx, orderIds: readonly string[]): Promise<Payment[]> {
  return read(db, selectPayments(Prisma.sql`p.order_id = ANY(${[...orderIds]}::uuid[])`));
}

/** Payments that have one of these attempts. */
export function paymentsByAttempts(db: Tx, attemptIds: readonly string[]): Promise<Payment[]> {
  const where = Prisma.sql`p.id IN (SELECT a.payment_id FROM payment_attempts a WHERE a.id = ANY(${[...attemptIds]}::uuid[]))`;
  return read(db, selectPayments(where));
}

/** Conditions of the list; null sets none. */
export interface PaymentSearch {
  readonly storeIds: readonly string[] | null;
  readonly statuses: readonly string[] | null;
  readonly hasAlerts: boolean | null;
}

/** The place of a payment in the list. Ids are UUIDv7, so their order is that of creation. */
export type PaymentCursor = readonly ['payments', string];

/** Payments in the page's reading order, newest first when forwards; one more than the page has tells that there is more. */
export function searchPayments(
  db: Tx,
  { storeIds, statuses, hasAlerts }: PaymentSearch,
  { limit, backward, cursor }: Page<PaymentCursor>,
): Promise<Payment[]> {
  const conditions = [
    Prisma.sql`TRUE`,
    ...(storeIds ? [Prisma.sql`p.store_id = ANY(${[...storeIds]}::uuid[])`] : []),
    ...(statuses ? [Prisma.sql`p.status = ANY(${[...statuses]}::text[])`] : []),
    ...(hasAlerts === null
      ? []
      : [
          Prisma.sql`EXISTS (
          SELECT FROM payment_alerts l WHERE l.payment_id = p.id AND l.resolved_at IS NULL) = ${hasAlerts}`,
        ]),
    ...(cursor ? [Prisma.sql`p.id ${Prisma.raw(backward ? '>' : '<')} ${cursor[1]}::uuid`] : []),
  ];
  const order = Prisma.raw(backward ? 'ASC' : 'DESC');
  const where = Prisma.join(conditions, ' AND ');
  return read(db, selectPayments(Prisma.sql`${where} ORDER BY p.id ${order} LIMIT ${limit + 1}::int`));
}

/** Which payment: by its own id, its order's, one of its attempts', or the provider's name of one. */
export type PaymentKey = {
  readonly by: 'id' | 'orderId' | 'attemptId' | 'refundId' | 'providerRef';
  readonly value: string;
};

function conditionOf({ by, value }: PaymentKey): Prisma.Sql {
  switch (by) {
    case 'id':
      return Prisma.sql`p.id = ${value}::uuid`;
    case 'orderId':
      return Prisma.sql`p.order_id = ${value}::uuid`;
    case 'attemptId':
      return Prisma.sql`p.id = (SELECT payment_id FROM payment_attempts WHERE id = ${value}::uuid)`;
    case 'refundId':
      return Prisma.sql`p.id = (SELECT payment_id FROM payment_refunds WHERE id = ${value}::uuid)`;
    case 'providerRef':
      return Prisma.sql`p.id = (SELECT payment_id FROM payment_attempts WHERE provider_ref = ${value})`;
  }
}

/**
 * Locks one payment with its open tasks, so that no worker takes one that is just being closed. Two statements read,
 * because what a statement finds after waiting for a lock is only new in the row that it locked.
 * @returns undefined if there is no such payment
 */
export async function lockPayment(tx: Tx, key: PaymentKey): Promise<Payment | undefined> {
  const locked = await tx.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT p.id::text FROM payments p WHERE ${conditionOf(key)} FOR UPDATE`,
  );
  const id = locked[0]?.id;
  if (id === undefined) return undefined;
  const [payment] = await read(
    tx,
    Prisma.sql`WITH locked_tasks AS MATERIALIZED (
      SELECT * FROM payment_tasks WHERE payment_id = ${id}::uuid AND status = 'OPEN' FOR UPDATE
    ) ${selectPayments(Prisma.sql`p.id = ${id}::uuid`, 'locked_tasks')}`,
  );
  return payment;
}
