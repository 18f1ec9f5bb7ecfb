import type { PaymentAlertResolvers } from '../../generated/graphql.ts';

export const alertType: PaymentAlertResolvers = {
  resolvedBy: ({ resolvedBy }) => (resolvedBy === null ? null : { id: resolvedBy }),
};
