import type { PaymentMethodResolvers } from '../../generated/graphql.ts';
import { isId, methodVisibleTo } from '../access.ts';

export const paymentMethodType: PaymentMethodResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    const method = isId(id) ? await loaders.methods.load(id) : null;
    return method && methodVisibleTo(caller, method) ? method : null;
  },
  label: ({ kind, cardBrand, cardLast4 }) => {
    if (kind === 'CASH') return 'Cash at the door';
    const brand = cardBrand ?? 'card';
    return `${brand.charAt(0).toUpperCase()}${brand.slice(1)} •••• ${cardLast4 ?? '????'}`;
  },
};
