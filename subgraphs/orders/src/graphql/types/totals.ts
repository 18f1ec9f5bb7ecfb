import { taxesPayload } from '@nakku/graphql-kit';
import { taxesOf } from '../../domain/taxes.ts';
import type { OrderTotals } from '../../domain/taxes.ts';
import type { TotalsResolvers } from '../../generated/graphql.ts';

const part =
  (name: 'subtotal' | 'discount' | 'deliveryFee' | 'tip' | 'tax' | 'total') =>
  ({ totals: { currency, [name]: amount } }: { readonly totals: OrderTotals }) => ({ amount, currency });

export const totalsType: TotalsResolvers = {
  subtotal: part('subtotal'),
  discount: part('discount'),
  deliveryFee: part('deliveryFee'),
  tip: part('tip'),
  tax: part('tax'),
  total: part('total'),
  // They follow from the lines, which nothing else of the totals needs.
  taxes: async ({ id, totals }, _, { loaders }) => {
    const lines = (await loaders.lines.load(id))?.lines ?? [];
    return taxesPayload(taxesOf(totals, lines), totals.currency);
  },
};
