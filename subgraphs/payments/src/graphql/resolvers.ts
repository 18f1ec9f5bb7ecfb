import type { Resolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { paymentMethodAdd } from './paymentMethodAdd.ts';
import { paymentMethodRemove } from './paymentMethodRemove.ts';
import { paymentMethods } from './paymentMethods.ts';
import { paymentMethodSetDefault } from './paymentMethodSetDefault.ts';
import { paymentRefund } from './paymentRefund.ts';
import { paymentRetry } from './paymentRetry.ts';
import { paymentsReconciliation } from './paymentsReconciliation.ts';
import { orderType, paymentMethodType, paymentType, refundType } from './paymentType.ts';

/** All resolvers of the payments subgraph. */
export function resolvers(service: PaymentsService): Resolvers {
  return {
    Query: {
      paymentMethods: paymentMethods(service),
      paymentsReconciliation: paymentsReconciliation(service),
    },
    Mutation: {
      paymentMethodAdd: paymentMethodAdd(service),
      paymentMethodRemove: paymentMethodRemove(service),
      paymentMethodSetDefault: paymentMethodSetDefault(service),
      paymentRetry: paymentRetry(service),
      paymentRefund: paymentRefund(service),
    },
    Order: orderType,
    Payment: paymentType,
    PaymentMethod: paymentMethodType,
    Refund: refundType,
  };
}
