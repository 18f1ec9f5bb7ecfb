import type { PaymentDisputeResolvers } from '../../generated/graphql.ts';

export const disputeType: PaymentDisputeResolvers = {
  amount: ({ amount, currency }) => ({ amount, currency }),
};
