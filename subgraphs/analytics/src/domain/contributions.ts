import { bucketOf } from './histogram.ts';
import type { OrderFact } from './orderFact.ts';

/** Counters that add up over time and stores. A name with a colon is one of many, such as `cancelled:NO_COURIER`. */
export const counters = [
  'ordersPlaced',
  'ordersConfirmed',
  'ordersCancelled',
  'ordersReturned',
  'ordersDelivered',
  'gross',
  'tax',
  'discounts',
  'deliveryFees',
  'tips',
  'pieces',
  'piecesShort',
  'piecesSubstituted',
  'deliveries',
  'promisesKept',
  'courierMs',
  'refunds',
  'refunded',
] as const;
export type Counter = (typeof counters)[number] | `cancelled:${string}` | `door:${number}`;

/** So much is added to a counter at the time at which it happened. */
export interface Count {
  readonly at: number;
  readonly counter: Counter;
  readonly value: number;
}

/** What an order adds to the measures of its store. */
export interface Contributions {
  readonly counts: readonly Count[];
  /** What was sold; null until the order is delivered. */
  readonly sale: {
    readonly at: number;
    readonly customer: string;
    readonly products: NonNullable<OrderFact['priced']>['products'];
  } | null;
}

export const nothing: Contributions = { counts: [], sale: null };

const sumOf = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((sum, value) => sum + value, 0);

/**
 * What an order adds, as far as it is known: a function of its facts alone, so that a correction is the difference of two. It
 * adds nothing before `order.created` is known.
 */
export function contributionsOf(fact: OrderFact): Contributions {
  const { placed, priced, confirmed, cancelled, returned, completed, assigned, delivered } = fact;
  if (placed === null || priced === null) return nothing;
  const counts: Count[] = [];
  const add = (at: number, values: Partial<Record<Counter, number>>): void => {
    for (const [counter, value] of Object.entries(values))
      if (value !== 0) counts.push({ at, counter: counter as Counter, value: value ?? 0 });
  };
  add(placed.at, { ordersPlaced: 1 });
  if (confirmed) add(confirmed.at, { ordersConfirmed: 1 });
  if (cancelled) add(cancelled.at, { ordersCancelled: 1, [`cancelled:${cancelled.reason}`]: 1 });
  if (returned) add(returned.at, { ordersReturned: 1 });
  if (completed) {
    const { gross, tax, discount: discounts, deliveryFee: deliveryFees, tip: tips, products } = priced;
    add(completed.at, { ordersDelivered: 1, gross, tax, discounts, deliveryFees, tips });
    const pieces = products.reduce((sum, { units }) => sum + units, 0);
    add(completed.at, {
      pieces,
      piecesShort: sumOf(fact.short),
      piecesSubstituted: sumOf(fact.substituted),
    });
  }
  if (delivered) {
    const seconds = Math.max(0, delivered.at - placed.at) / 1_000;
    add(delivered.at, {
      deliveries: 1,
      [`door:${bucketOf(seconds)}`]: 1,
      promisesKept: delivered.at <= placed.promiseTo ? 1 : 0,
      courierMs: assigned ? Math.max(0, delivered.at - assigned.at) : 0,
    });
  }
  for (const { at, amount, isFailed } of Object.values(fact.refunds))
    if (!isFailed) add(at, { refunds: 1, refunded: amount });
  const sale = completed ? { at: completed.at, customer: placed.customer, products: priced.products } : null;
  return { counts, sale };
}
