import type { Refund } from '../../domain/payment.ts';
import type { RefundResolvers } from '../../generated/graphql.ts';

/**
 * A refund knows its amount, the payment its currency.
 * @public codegen.yml names it
 */
export interface RefundModel extends Refund {
  readonly currency: string;
}

export const refundType: RefundResolvers = {
  deliveryFee: ({ deliveryFee, currency }) => ({ amount: deliveryFee, currency }),
  tip: ({ tip, currency }) => ({ amount: tip, currency }),
  amount: ({ amount, currency }) => ({ amount, currency }),
  lines: ({ lines, currency }) =>
    lines.map(({ lineId, amount }) => ({ lineId, amount: { amount, currency } })),
};
