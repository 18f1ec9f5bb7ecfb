import type { Totals } from '@nakku/contracts';
import { taxesPayload } from '@nakku/graphql-kit';
import type { Totals as TotalsPayload } from '../../generated/graphql.ts';

/** Totals of one currency as the schema shows them: each part a Money. */
export function totalsPayload(totals: Totals): TotalsPayload {
  const of = (amount: number) => ({ amount, currency: totals.currency });
  return {
    subtotal: of(totals.subtotal),
    discount: of(totals.discount),
    deliveryFee: of(totals.deliveryFee),
    tip: of(totals.tip),
    tax: of(totals.tax),
    taxes: taxesPayload(totals.taxes, totals.currency),
    total: of(totals.total),
  };
}
