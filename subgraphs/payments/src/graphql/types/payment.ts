import { operatesStore } from '@nakku/graphql-kit';
import { currentAttempt } from '../../domain/payment.ts';
import type { PaymentResolvers } from '../../generated/graphql.ts';
import { isOwner, paymentVisibleTo, referencedId } from '../access.ts';

export const paymentType: PaymentResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    const known = referencedId(id);
    const payment = known === null ? null : await loaders.payments.load(known);
    return payment && paymentVisibleTo(caller, payment) ? payment : null;
  },
  amount: ({ amount, currency }) => ({ amount, currency }),
  method: async (payment, _, { loaders }) => {
    const methodId = currentAttempt(payment)?.methodId ?? null;
    return methodId === null ? null : loaders.methods.load(methodId);
  },
  // Only the customer can act; the page's address lets whoever has it act in their name.
  nextAction: (payment, _, { caller }) => {
    const attempt = currentAttempt(payment);
    const isWaiting =
      payment.status === 'ACTION_REQUIRED' && payment.phase === 'RESERVED' && isOwner(caller, payment);
    return isWaiting && attempt?.actionUrl ? { redirectUrl: attempt.actionUrl } : null;
  },
  attempts: ({ attempts }) => [...attempts],
  refunds: ({ refunds, currency }) => refunds.map((refund) => ({ ...refund, currency })),
  order: ({ orderId }) => ({ id: orderId }),
  disputes: async (payment, _, { caller, loaders }) =>
    operatesStore(caller, payment.storeId) ? loaders.disputes.load(payment.id) : null,
  alerts: async (payment, { isOpen }, { caller, loaders }) => {
    if (!operatesStore(caller, payment.storeId)) return null;
    const alerts = await loaders.alerts.load(payment.id);
    return isOpen == null ? alerts : alerts.filter(({ resolvedAt }) => (resolvedAt === null) === isOpen);
  },
  auditEntries: async (payment, _, { caller, loaders }) => {
    if (!operatesStore(caller, payment.storeId)) return null;
    const { currency } = payment;
    return (await loaders.audit.load(payment.id)).map((entry) => ({ ...entry, currency }));
  },
  refundedTotal: ({ refunded, currency }) => ({ amount: refunded, currency }),
};
