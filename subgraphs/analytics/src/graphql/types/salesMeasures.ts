import { cancelReason } from '@nakku/contracts';
import { measuresOf } from '../../domain/measures.ts';
import type { Counts } from '../../domain/measures.ts';
import type { SalesInterval, SalesMeasures } from '../../generated/graphql.ts';
import type { CountedBucket } from '../../store/reports.ts';

/** Measures as the schema has them, amounts in the currency of the store. */
export function salesMeasures(counts: Counts, currency: string): SalesMeasures {
  const measures = measuresOf(counts);
  const money = (amount: number) => ({ amount, currency });
  return {
    ...measures,
    cancellations: measures.cancellations.map(({ reason, count }) => ({
      reason: cancelReason.parse(reason),
      count,
    })),
    grossRevenue: money(measures.grossRevenue),
    netRevenue: money(measures.netRevenue),
    tax: money(measures.tax),
    discounts: money(measures.discounts),
    deliveryFees: money(measures.deliveryFees),
    tips: money(measures.tips),
    averageBasket: measures.averageBasket === null ? null : money(measures.averageBasket),
    refundedAmount: money(measures.refundedAmount),
  };
}

export const salesInterval = ({ start, counts }: CountedBucket, currency: string): SalesInterval => ({
  start,
  measures: salesMeasures(counts, currency),
});
