import { userError } from '@nakku/graphql-kit';
import { formatAmount } from '@nakku/money';
import { GraphQLError } from 'graphql';
import { MAX_METHODS } from '../domain/payment.ts';
import type { PaymentStatus, RefundStatus } from '../domain/payment.ts';
import type { ResolversUnionTypes } from '../generated/graphql.ts';

type Unions = ResolversUnionTypes<Record<string, unknown>>;

/** A member of a mutation's error union, with its `__typename`, which tells the members apart. */
export type ErrorOf<Union extends keyof Unions> = Unions[Union];

/** `act` completes "This payment cannot be …", for example "refunded"; `advice` says what to do instead. */
export function invalidPaymentState(
  path: readonly string[],
  act: string,
  status: PaymentStatus,
  advice?: string,
) {
  const message = `This payment cannot be ${act}: its status is ${status}.`;
  return {
    ...userError(
      'InvalidPaymentStateError',
      'INVALID_PAYMENT_STATE',
      path,
      advice === undefined ? message : `${message} ${advice}`,
    ),
    status,
  };
}

/** `refundable` in minor units of `currency`. */
export function refundTooHigh(path: readonly string[], refundable: number, currency: string) {
  return {
    ...userError(
      'RefundTooHighError',
      'REFUND_TOO_HIGH',
      path,
      `At most ${formatAmount(refundable, currency)} can be refunded.`,
    ),
    refundable: { amount: refundable, currency },
  };
}

/** `limit` in minor units of `currency`; `retryAt` null if the refund alone is over the limit of one. */
export function refundLimit(
  path: readonly string[],
  over: { readonly limit: number; readonly currency: string; readonly resetsAt: Date | null },
) {
  const limit = formatAmount(over.limit, over.currency);
  return {
    ...userError(
      'RefundLimitError',
      'REFUND_LIMIT',
      path,
      over.resetsAt === null
        ? `You can refund at most ${limit} at once.`
        : `You can refund at most ${limit} within 24 hours.`,
    ),
    limit: { amount: over.limit, currency: over.currency },
    retryAt: over.resetsAt,
  };
}

export function secondPersonRequired(path: readonly string[]) {
  return userError(
    'SecondPersonRequiredError',
    'SECOND_PERSON_REQUIRED',
    path,
    'A refund is approved or rejected by another person than the one who requested it.',
  );
}

export function refundNotAwaiting(path: readonly string[], status: RefundStatus) {
  return {
    ...userError(
      'RefundNotAwaitingApprovalError',
      'REFUND_NOT_AWAITING_APPROVAL',
      path,
      `This refund does not wait for an approval: its status is ${status}.`,
    ),
    status,
  };
}

/** `retryAt` null if the order allows no more attempts. */
export function paymentAttemptLimit(path: readonly string[], limit: number, retryAt: Date | null) {
  return {
    ...userError(
      'PaymentAttemptLimitError',
      'PAYMENT_ATTEMPT_LIMIT',
      path,
      retryAt === null
        ? `An order can be paid with at most ${limit} attempts by card.`
        : `You have used your ${limit} attempts: try again later.`,
    ),
    limit,
    retryAt,
  };
}

export function cardRefused(path: readonly string[]) {
  return userError(
    'CardRefusedError',
    'CARD_REFUSED',
    path,
    'The payment provider does not know this card or refuses it.',
  );
}

export function paymentMethodLimit(path: readonly string[]) {
  return {
    ...userError(
      'PaymentMethodLimitError',
      'PAYMENT_METHOD_LIMIT',
      path,
      `You have ${MAX_METHODS} payment methods, which is the maximum: remove one first.`,
    ),
    limit: MAX_METHODS,
  };
}

/** The provider cannot be reached: nothing was decided, the request may be repeated. */
export function providerUnavailable(): GraphQLError {
  return new GraphQLError('The payment provider does not respond: try again in a moment.', {
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
}
