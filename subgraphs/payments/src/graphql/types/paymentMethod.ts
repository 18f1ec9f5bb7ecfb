import type { PaymentMethodResolvers } from '../../generated/graphql.ts';
import { methodVisibleTo, referencedId } from '../access.ts';

export const paymentMethodType: PaymentMethodResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    const known = referencedId(id);
    const method = known === null ? null : await loaders.methods.load(known);
    return method && methodVisibleTo(caller, method) ? method : null;
  },
  label: ({ kind, cardBrand, cardLast4 }) => {
    if (kind === 'CASH') return 'Cash at the door';
    const brand = cardBrand ?? 'card';
    return `${brand.charAt(0).toUpperCase()}${brand.slice(1)} •••• ${cardLast4 ?? '????'}`;
  },
};
