import { currentAttempt } from '../domain/payment.ts';
import type { Refund } from '../domain/payment.ts';
import type {
  OrderResolvers,
  PaymentMethodResolvers,
  PaymentResolvers,
  RefundResolvers,
} from '../generated/graphql.ts';
import { isId, maySee, maySeeMethod, owns } from './access.ts';

/** A refund knows its amount, the payment its currency. */
export interface RefundModel extends Refund {
  readonly currency: string;
}

export const orderType: OrderResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  payment: async ({ id }, _, { caller, paymentsByOrder }) => {
    const payment = isId(id) ? await paymentsByOrder.load(id) : null;
    return payment && maySee(caller, payment) ? payment : null;
  },
};

export const paymentType: PaymentResolvers = {
  __resolveReference: async ({ id }, { caller, payments }) => {
    const payment = isId(id) ? await payments.load(id) : null;
    return payment && maySee(caller, payment) ? payment : null;
  },
  amount: ({ amount, currency }) => ({ amount, currency }),
  method: async (payment, _, { methods }) => {
    const methodId = currentAttempt(payment)?.methodId ?? null;
    return methodId === null ? null : methods.load(methodId);
  },
  // Only the customer can act; the page's address lets whoever has it act in their name.
  nextAction: (payment, _, { caller }) => {
    const attempt = currentAttempt(payment);
    const waits =
      payment.status === 'ACTION_REQUIRED' && payment.phase === 'RESERVED' && owns(caller, payment);
    return waits && attempt?.actionUrl ? { redirectUrl: attempt.actionUrl } : null;
  },
  attempts: ({ attempts }) => [...attempts],
  refunds: ({ refunds, currency }) => refunds.map((refund) => ({ ...refund, currency })),
  refundedTotal: ({ refunded, currency }) => ({ amount: refunded, currency }),
};

export const refundType: RefundResolvers = {
  amount: ({ amount, currency }) => ({ amount, currency }),
};

export const paymentMethodType: PaymentMethodResolvers = {
  __resolveReference: async ({ id }, { caller, methods }) => {
    const method = isId(id) ? await methods.load(id) : null;
    return method && maySeeMethod(caller, method) ? method : null;
  },
  label: ({ kind, cardBrand, cardLast4 }) => {
    if (kind === 'CASH') return 'Cash at the door';
    const brand = cardBrand ?? 'card';
    return `${brand.charAt(0).toUpperCase()}${brand.slice(1)} •••• ${cardLast4 ?? '????'}`;
  },
};
