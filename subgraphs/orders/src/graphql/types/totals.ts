import { taxesPayload } from '@nakku/graphql-kit';
import { taxesOf } from '../../domain/taxes.ts';
import type { OrderTotals, TaxedLine } from '../../domain/taxes.ts';
import type { TotalsResolvers } from '../../generated/graphql.ts';

/** Totals of an order; the lines that they are of, if they are not the order's own. */
export interface Totalled {
  readonly id: string;
  readonly totals: OrderTotals;
  readonly taxedLines?: readonly TaxedLine[];
}

/** What an order would cost after a change. */
export interface PreviewOfOrder {
  readonly totals: Totalled;
  readonly isPaymentIncreased: boolean;
}

/** A change of an order that waits. */
export interface PendingOfOrder {
  readonly waitsFor: 'STOCK' | 'PAYMENT';
  readonly totals: Totalled;
}

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
  taxes: async ({ id, totals, taxedLines }, _, { loaders }) => {
    const lines = taxedLines ?? (await loaders.lines.load(id))?.lines ?? [];
    return taxesPayload(taxesOf(totals, lines), totals.currency);
  },
};
