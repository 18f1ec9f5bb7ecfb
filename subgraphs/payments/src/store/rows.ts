import { paymentFailure, refundReason } from '@nakku/contracts';
import { z } from 'zod';
import type { Payment } from '../domain/payment.ts';

const instant = z.coerce.date();
const kind = z.enum(['CARD', 'CASH']);

const lines = z.array(z.object({ lineId: z.string(), amount: z.number() })).readonly();

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
  isReplacement: z.boolean(),
  createdAt: instant,
});

const taskRow = z.object({
  id: z.string(),
  attemptId: z.string(),
  refundId: z.string().nullable(),
  position: z.number(),
  kind: z.enum(['AUTHORIZE', 'INCREASE', 'CAPTURE', 'VOID', 'REFUND']),
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
  reasonCode: refundReason,
  status: z.enum(['AWAITING_APPROVAL', 'AWAITING_CAPTURE', 'PENDING', 'SUCCEEDED', 'FAILED', 'REJECTED']),
  providerRef: z.string().nullable(),
  requestedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  lines,
  deliveryFee: z.number(),
  tip: z.number(),
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
  refundRequested: z.number(),
  handover: z.enum(['CODE', 'LEFT_AT_DOOR']),
  lines,
  deliveryFee: z.number(),
  tip: z.number(),
  increase: z.object({ changeId: z.string(), amount: z.number() }).nullable(),
  taskCount: z.number(),
  version: z.number(),
  createdAt: instant,
});

const paymentWithParts = paymentRow.extend({
  attempts: z.array(attemptRow),
  tasks: z.array(taskRow),
  refunds: z.array(refundRow),
});

export type AttemptRow = z.output<typeof attemptRow>;
export type TaskRow = z.output<typeof taskRow>;
export type RefundRow = z.output<typeof refundRow>;
export type PaymentRow = z.output<typeof paymentRow>;

/** A payment as `selectPayments` reads it. @throws ZodError if the database holds what the domain does not know. */
export function paymentOf(row: unknown): Payment {
  return paymentWithParts.parse(row);
}
