import { paymentFailure } from '@nakku/contracts';
import { z } from 'zod';
import type { Payment } from '../domain/payment.ts';

const instant = z.coerce.date();
const kind = z.enum(['CARD', 'CASH']);

const attemptRow = z.object({
  id: z.string(),
  number: z.number(),
  kind,
  methodId: z.string().nullable(),
  token: z.string().nullable(),
  providerCustomer: z.string().nullable(),
  amount: z.number(),
  status: z.enum(['PENDING', 'ACTION_REQUIRED', 'AUTHORIZED', 'FAILED', 'VOIDED', 'CAPTURED']),
  failureReason: paymentFailure.nullable(),
  actionUrl: z.string().nullable(),
  providerRef: z.string().nullable(),
  hold: z.enum(['NONE', 'WAITING', 'HELD', 'TAKEN', 'GONE']),
  createdAt: instant,
});

const taskRow = z.object({
  id: z.string(),
  attemptId: z.string(),
  refundId: z.string().nullable(),
  position: z.number(),
  kind: z.enum(['AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND']),
  amount: z.number(),
  keyNumber: z.number(),
  tries: z.number(),
  status: z.enum(['OPEN', 'DONE', 'GIVEN_UP']),
  dueAt: instant,
  lastError: z.string().nullable(),
  createdAt: instant,
});

const refundRow = z.object({
  id: z.string(),
  amount: z.number(),
  reason: z.string(),
  status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
  providerRef: z.string().nullable(),
  askedBy: z.string().nullable(),
  createdAt: instant,
});

const paymentRow = z.object({
  id: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  storeId: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum([
    'PENDING',
    'ACTION_REQUIRED',
    'AUTHORIZED',
    'FAILED',
    'CAPTURED',
    'CAPTURE_FAILED',
    'OVERDUE',
    'VOIDED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ]),
  phase: z.enum(['PLACED', 'RESERVED', 'COMPLETED', 'ENDED']),
  kind,
  attempt: z.number(),
  captured: z.number(),
  refunded: z.number(),
  refundAsked: z.number(),
  taskCount: z.number(),
  version: z.number(),
  createdAt: instant,
  attempts: z.array(attemptRow),
  tasks: z.array(taskRow),
  refunds: z.array(refundRow),
});

/** A payment as `selectPayment` gives it. @throws ZodError if the database holds what the domain does not know. */
export function paymentOf(row: unknown): Payment {
  return paymentRow.parse(row);
}

/** `name: table column` as pairs of json_build_object; times in ISO 8601 so that a Date can read them. */
const pairs = (columns: string): string =>
  columns
    .trim()
    .split(/\s+/)
    .map((name) => `'${name}', ${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`)
    .join(', ');

const attemptJson = pairs(
  'id number kind methodId token providerCustomer amount status failureReason actionUrl providerRef hold createdAt',
);
const taskJson = pairs(
  'id attemptId refundId position kind amount keyNumber tries status dueAt lastError createdAt',
);
const refundJson = pairs('id amount reason status providerRef askedBy createdAt');
const paymentJson = pairs(
  'id orderId customerId storeId amount currency status phase kind attempt captured refunded refundAsked taskCount version createdAt',
);

const children = (table: string, json: string, order: string, where = ''): string =>
  `COALESCE((SELECT json_agg(json_build_object(${json}) ORDER BY ${order}) FROM ${table} c WHERE c.payment_id = p.id ${where}), '[]')`;

/**
 * Each payment as one JSON value `payment`; `p` is the table, `where` a condition on it. Only open tasks are part of it:
 * the rest is history. `tasks` may name rows that were selected before.
 */
export function selectPayment(where: string, tasks = 'payment_tasks'): string {
  return `SELECT json_build_object(${paymentJson},
    'attempts', ${children('payment_attempts', attemptJson, 'number')},
    'tasks', ${children(tasks, taskJson, 'position', `AND c.status = 'OPEN'`)},
    'refunds', ${children('payment_refunds', refundJson, 'c.created_at, c.id')}
  ) AS payment FROM payments p WHERE ${where}`;
}
