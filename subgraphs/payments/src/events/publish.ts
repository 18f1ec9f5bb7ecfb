import type { EventData, EventType, KnownPaymentFailure, PaymentFailure } from '@nakku/contracts';
import type { NewEvent, Transaction } from '@nakku/platform';
import type { PaymentEvent } from '../domain/decision.ts';
import type { MethodKind, Payment } from '../domain/payment.ts';
import { WORK_CHANNEL } from './channels.ts';

type PaymentEventType = Extract<EventType, `payment.${string}`>;
/** Any of our events, each type with its own data. */
export type PublishedEvent = { [T in PaymentEventType]: NewEvent<T> }[PaymentEventType];

/** The event that tells of a payment's change; keyed by the order, numbered by the payment's version. */
export function eventOf(payment: Payment, event: PaymentEvent, before: Payment | undefined): PublishedEvent {
  const hasNewTask = payment.taskCount > (before?.taskCount ?? 0);
  const envelope = {
    subject: payment.id,
    key: payment.orderId,
    sequence: payment.version,
    ...(hasNewTask ? { live: [WORK_CHANNEL] } : {}),
  };
  const data = stateOf(payment);
  switch (event.type) {
    case 'payment.action_required':
      return { ...envelope, type: event.type, data: { ...data, actionUrl: event.actionUrl } };
    case 'payment.increased':
      return { ...envelope, type: event.type, data: { ...data, changeId: event.changeId } };
    case 'payment.increase_failed': {
      const { changeId, reason } = event;
      return { ...envelope, type: event.type, data: { ...data, ...failureOf(reason), changeId } };
    }
    case 'payment.failed':
      return { ...envelope, type: event.type, data: { ...data, ...failureOf(event.reason) } };
    case 'payment.capture_failed':
      return {
        ...envelope,
        type: event.type,
        data: { ...data, ...failureOf(event.reason), isOverdue: event.isOverdue },
      };
    case 'payment.refunded':
    case 'payment.refund_failed': {
      const { refundId, refundAmount } = event;
      return {
        ...envelope,
        type: event.type,
        data: { ...data, refundId, refundAmount, refundedTotal: payment.refunded },
      };
    }
    case 'payment.disputed': {
      const { disputeId, disputeStatus, disputedAmount } = event;
      return { ...envelope, type: event.type, data: { ...data, disputeId, disputeStatus, disputedAmount } };
    }
    default:
      return { ...envelope, type: event.type, data };
  }
}

function stateOf(payment: Payment): EventData<'payment.updated'> {
  return {
    orderId: payment.orderId,
    paymentId: payment.id,
    customerId: payment.customerId,
    method: payment.kind,
    attempt: payment.attempt,
    amount: payment.amount,
    currency: payment.currency,
    at: new Date().toISOString(),
  };
}

/** Why a payment failed, for consumers of any age. */
function failureOf(reason: PaymentFailure): { reason: KnownPaymentFailure; exactReason?: PaymentFailure } {
  switch (reason) {
    case 'CASH_NOT_ACCEPTED':
      return { reason: 'METHOD_NOT_FOUND', exactReason: reason };
    case 'AMOUNT_NOT_SUPPORTED':
      return { reason: 'PROVIDER_ERROR', exactReason: reason };
    default:
      return { reason };
  }
}

/** Publishes a payment method's new version: of a card nothing but that it is one. */
export function publishMethod(
  tx: Pick<Transaction<unknown>, 'emit'>,
  type: 'payment_method.added' | 'payment_method.removed',
  method: {
    readonly id: string;
    readonly customerId: string;
    readonly kind: MethodKind;
    readonly version: number;
  },
  at: Date,
): void {
  const { id, customerId, kind, version } = method;
  tx.emit({
    type,
    subject: id,
    sequence: version,
    data: { paymentMethod: { paymentMethodId: id, customerId, kind }, at: at.toISOString() },
  });
}
