import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { amount, currency, id, instant } from './values.ts';

/** Keyed by the order's id; one counter for all attempts of that order. */
const payment = z.object({
  orderId: id,
  paymentId: id,
  customerId: id,
  method: z.enum(['CARD', 'CASH']),
  /** Attempt of the authorisation, from 1. */
  attempt: z.number().int().nonnegative(),
  amount,
  currency,
  at: instant,
});

/** Why an authorisation or capture failed, in the provider's terms brought to ours. */
export const paymentFailure = z.enum([
  'CARD_DECLINED',
  'INSUFFICIENT_FUNDS',
  'EXPIRED_CARD',
  'AUTHENTICATION_FAILED',
  'METHOD_NOT_FOUND',
  /** Cash for an order that is left at the door. */
  'CASH_NOT_ACCEPTED',
  /** Less than the provider charges, more than it can, or not in units that it knows. */
  'AMOUNT_NOT_SUPPORTED',
  'PROVIDER_ERROR',
]);

/** The reasons that every consumer knows. A newer one is told by `exactReason`, with the nearest of these as `reason`. */
export const knownPaymentFailure = paymentFailure.exclude(['CASH_NOT_ACCEPTED', 'AMOUNT_NOT_SUPPORTED']);

const failed = payment.extend({
  reason: knownPaymentFailure,
  /** Only where it says more than `reason`. */
  exactReason: paymentFailure.optional(),
});

/** `refundedTotal` is what the customer has been given back by now. */
const refund = payment.extend({ refundId: id, refundAmount: amount, refundedTotal: amount });

/** A dispute (chargeback) as the provider shows it: its bank wants money back that was captured. */
const dispute = payment.extend({
  disputeId: z.string(),
  disputeStatus: z.enum(['OPEN', 'WON', 'LOST']),
  disputedAmount: amount,
});

/** Why money is given back. `ORDER_ENDED`: captured although nothing was delivered. */
export const refundReason = z.enum([
  'MISSING',
  'DAMAGED',
  'WRONG_ITEM',
  'EXPIRED',
  'QUALITY',
  'LATE',
  'GOODWILL',
  'ORDER_ENDED',
  'OTHER',
]);

export const payments = contractsOf('payments', {
  'payment.initiated': payment,
  /** The customer must act (3-D Secure) at `actionUrl` before the order's deadline. */
  'payment.action_required': payment.extend({ actionUrl: z.string() }),
  'payment.authorized': payment,
  /** Captured (or, for cash, settled at the door). */
  'payment.completed': payment,
  'payment.failed': failed,
  /** `amount` is held for the order from here on, by `attempt`: as much as the change `changeId` of it needs. */
  'payment.increased': payment.extend({ changeId: id }),
  /** What the change needs could not be held; `amount` is held as before. */
  'payment.increase_failed': failed.extend({ changeId: id }),
  'payment.capture_failed': failed.extend({ isOverdue: z.boolean() }),
  'payment.updated': payment,
  'payment.voided': payment,
  'payment.refunded': refund,
  /** The money of a refund came back, or never left; `refundedTotal` is without it. */
  'payment.refund_failed': refund,
  /** The customer's bank opened a dispute, or it was decided. Money moves by hand only. */
  'payment.disputed': dispute,
});

export type RefundReason = z.infer<typeof refundReason>;
export type PaymentFailure = z.infer<typeof paymentFailure>;
export type KnownPaymentFailure = z.infer<typeof knownPaymentFailure>;
