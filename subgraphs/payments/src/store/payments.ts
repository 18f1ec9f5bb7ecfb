import type { Page } from '@nakku/graphql-kit';
import { Prisma } from '../generated/prisma/client.ts';
import type { Payment } from '../domain/payment.ts';
import type { Tx } from './database.ts';
import { paymentOf } from './rows.ts';
import { attemptTable, jsonOf, paymentTable, refundTable, taskTable } from './tables.ts';

/** The whole table, or rows of it that were selected before under that name. */
type TaskSource = 'payment_tasks' | 'locked_tasks';

/** A payment as one JSON value; `p` is its row. Only open tasks are part of it: the rest is history. */
const wholePayment = (tasks: TaskSource): Prisma.Sql =>
  Prisma.sql`json_build_object(${jsonOf(paymentTable, 'p')},
    'attempts', COALESCE((SELECT json_agg(json_build_object(${jsonOf(attemptTable, 'a')}) ORDER BY a.number)
      FROM payment_attempts a WHERE a.payment_id = p.id), '[]'),
    'tasks', COALESCE((SELECT json_agg(json_build_object(${jsonOf(taskTable, 't')}) ORDER BY t.position)
      FROM ${Prisma.raw(tasks)} t WHERE t.payment_id = p.id AND t.status = 'OPEN'), '[]'),
    'refunds', COALESCE((SELECT json_agg(json_build_object(${jsonOf(refundTable, 'r')}) ORDER BY r.created_at, r.id)
      FROM payment_refunds r WHERE r.payment_id = p.id), '[]')
  )`;

/** Payments as values `payment`; `p` is the table, `where` a condition on it and what follows. */
const selectPayments = (where: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT ${wholePayment('payment_tasks')} AS payment FROM payments p WHERE ${where}`;

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
 * Locks one payment and then its open tasks, so that no worker takes one that is just being closed, and reads it.
 * @returns undefined if there is no such payment
 */
export async function lockPayment(tx: Tx, key: PaymentKey): Promise<Payment | undefined> {
  const [locked] = await lockAndRead(tx, conditionOf(key));
  if (!locked) return undefined;
  const { id, isCurrent, payment } = locked;
  if (isCurrent) return paymentOf(payment);
  // The lock was waited for: only what it locked is new, the rest is from before.
  const [again] = await lockAndRead(tx, Prisma.sql`p.id = ${id}::uuid`);
  return again && paymentOf(again.payment);
}

interface LockedRow {
  readonly id: string;
  readonly payment: unknown;
  /** Whether the locked row is the one that the statement saw when it began. */
  readonly isCurrent: boolean;
}

function lockAndRead(tx: Tx, where: Prisma.Sql): Promise<LockedRow[]> {
  return tx.$queryRaw<LockedRow[]>`WITH locked AS MATERIALIZED (
      SELECT p.*, p.xmin AS written_by FROM payments p WHERE ${where} FOR UPDATE
    ), locked_tasks AS MATERIALIZED (
      SELECT t.* FROM locked l JOIN payment_tasks t ON t.payment_id = l.id WHERE t.status = 'OPEN' FOR UPDATE OF t
    )
    SELECT p.id::text, ${wholePayment('locked_tasks')} AS payment,
      (SELECT r.xmin = p.written_by FROM payments r WHERE r.id = p.id) AS "isCurrent"
    FROM locked p`;
}
