import type { ConsumerHandlers } from '@nakku/messaging';
import type { PaymentFact } from '../domain/facts.ts';
import type { Tx } from '../store/database.ts';
import type { Follow } from './follow.ts';

type SettledTo = Extract<PaymentFact, { kind: 'PAYMENT_SETTLED' }>['to'];

const settled = (attempt: number, to: SettledTo): PaymentFact => ({ kind: 'PAYMENT_SETTLED', attempt, to });

/** What payments tells. An attempt that only began, or changed inside of payments, is no news here. */
export function paymentHandlers(follow: Follow): ConsumerHandlers<Tx> {
  return {
    'payment.authorized': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'PAYMENT_AUTHORIZED', attempt: data.attempt }, type),
    'payment.action_required': ({ type, data }, tx) =>
      follow(tx, data.orderId, { kind: 'PAYMENT_ACTION_REQUIRED', attempt: data.attempt }, type),
    'payment.failed': ({ type, data: { orderId, attempt, reason } }, tx) =>
      follow(tx, orderId, { kind: 'PAYMENT_FAILED', attempt, reason }, type),
    'payment.completed': ({ type, data }, tx) =>
      follow(tx, data.orderId, settled(data.attempt, 'CAPTURED'), type),
    'payment.capture_failed': ({ type, data }, tx) =>
      follow(
        tx,
        data.orderId,
        settled(data.attempt, data.isOverdue ? 'CAPTURE_OVERDUE' : 'CAPTURE_FAILED'),
        type,
      ),
    'payment.voided': ({ type, data }, tx) => follow(tx, data.orderId, settled(data.attempt, 'VOIDED'), type),
    'payment.refunded': ({ type, data: { orderId, refundedTotal } }, tx) =>
      follow(tx, orderId, { kind: 'PAYMENT_REFUNDED', refundedTotal }, type),
  };
}
