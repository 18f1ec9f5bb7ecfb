import type { Resolvers } from '../generated/graphql.ts';
import { paymentAlertResolve } from './mutations/paymentAlertResolve.ts';
import { paymentMethodAdd } from './mutations/paymentMethodAdd.ts';
import { paymentMethodRemove } from './mutations/paymentMethodRemove.ts';
import { paymentMethodSetDefault } from './mutations/paymentMethodSetDefault.ts';
import { paymentRefund } from './mutations/paymentRefund.ts';
import { paymentRetry } from './mutations/paymentRetry.ts';
import { paymentRefundApprove } from './mutations/paymentRefundApprove.ts';
import { paymentRefundReject } from './mutations/paymentRefundReject.ts';
import { paymentMethods } from './queries/paymentMethods.ts';
import { payments } from './queries/payments.ts';
import { paymentsReconciliation } from './queries/paymentsReconciliation.ts';
import { alertType } from './types/alert.ts';
import { auditEntryType } from './types/auditEntry.ts';
import { disputeType } from './types/dispute.ts';
import { orderType } from './types/order.ts';
import { paymentType } from './types/payment.ts';
import { paymentMethodType } from './types/paymentMethod.ts';
import { refundType } from './types/refund.ts';

/** All resolvers of the payments subgraph. */
export const resolvers = {
  Query: { paymentMethods, payments, paymentsReconciliation },
  Mutation: {
    paymentMethodAdd,
    paymentMethodRemove,
    paymentMethodSetDefault,
    paymentRetry,
    paymentRefund,
    paymentRefundApprove,
    paymentRefundReject,
    paymentAlertResolve,
  },
  Order: orderType,
  Payment: paymentType,
  PaymentAlert: alertType,
  PaymentAuditEntry: auditEntryType,
  PaymentDispute: disputeType,
  PaymentMethod: paymentMethodType,
  Refund: refundType,
} satisfies Resolvers;
