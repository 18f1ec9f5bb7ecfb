import { mergeHistograms, quantile } from './histogram.ts';
import type { Histogram } from './histogram.ts';

/** Counters of a rollup by name; what is missing is 0. */
export type Counts = Readonly<Record<string, number>>;

/** Counters of several rollups together. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum: Record<string, number> = {};
  for (const counts of all)
    for (const [name, value] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

/** A share from 0 to 1; null if it is of nothing. */
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const DOOR = 'door:';
const CANCELLED = 'cancelled:';

const withPrefix = (counts: Counts, prefix: string): (readonly [string, number])[] =>
  Object.entries(counts).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );

function doorHistogram(counts: Counts): Histogram {
  return mergeHistograms(
    withPrefix(counts, DOOR).map(([bucket, count]) => new Map([[Number(bucket), count]])),
  );
}

/** Measures of any period: each a function of summed counters, so that none is an average of averages. Money in minor units. */
export function measuresOf(counts: Counts) {
  const of = (name: string): number => counts[name] ?? 0;
  const delivered = of('ordersDelivered');
  const pieces = of('pieces');
  const wanted = pieces + of('piecesShort');
  const door = doorHistogram(counts);
  return {
    ordersPlaced: of('ordersPlaced'),
    ordersConfirmed: of('ordersConfirmed'),
    ordersDelivered: delivered,
    ordersCancelled: of('ordersCancelled'),
    ordersReturned: of('ordersReturned'),
    cancellations: withPrefix(counts, CANCELLED)
      .map(([reason, count]) => ({ reason, count }))
      .sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1)),
    grossRevenue: of('gross'),
    tax: of('tax'),
    netRevenue: of('gross') - of('tax'),
    discounts: of('discounts'),
    deliveryFees: of('deliveryFees'),
    tips: of('tips'),
    averageBasket: delivered === 0 ? null : Math.round(of('gross') / delivered),
    pieces,
    piecesPerOrder: share(pieces, delivered),
    piecesShort: of('piecesShort'),
    piecesSubstituted: of('piecesSubstituted'),
    fillRate: share(pieces - of('piecesSubstituted'), wanted),
    deliveries: of('deliveries'),
    orderToDoorP50: quantile(door, 0.5),
    orderToDoorP90: quantile(door, 0.9),
    orderToDoorP99: quantile(door, 0.99),
    promiseKeptRate: share(of('promisesKept'), of('deliveries')),
    courierSeconds: Math.round(of('courierMs') / 1_000),
    refunds: of('refunds'),
    refundedAmount: of('refunded'),
  };
}
