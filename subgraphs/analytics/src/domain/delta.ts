import { bucketStart, grains, localDate } from './calendar.ts';
import type { Grain } from './calendar.ts';
import type { Contributions } from './contributions.ts';

/** What is added to the counters of one rollup. */
export interface RollupDelta {
  readonly storeId: string;
  readonly grain: Grain;
  /** Start, in milliseconds since 1970. */
  readonly bucket: number;
  readonly counts: Map<string, number>;
}

/** What is added to the sales of a product on a day. */
export interface ProductDelta {
  readonly storeId: string;
  readonly day: string;
  readonly productId: string;
  units: number;
  gross: number;
}

/** What is added to the delivered orders of a customer in a month (YYYY-MM). */
export interface CustomerDelta {
  readonly storeId: string;
  readonly customer: string;
  readonly month: string;
  orders: number;
}

function entryOf<Entry>(entries: Map<string, Entry>, name: string, make: () => Entry): Entry {
  let entry = entries.get(name);
  if (entry === undefined) {
    entry = make();
    entries.set(name, entry);
  }
  return entry;
}

/** Collects what a batch of orders changes: each row once, however many orders touch it. */
export class Delta {
  readonly rollups = new Map<string, RollupDelta>();
  readonly products = new Map<string, ProductDelta>();
  readonly customers = new Map<string, CustomerDelta>();
  readonly #minutesSince: number;

  /** @param minutesSince minutes before it are no longer kept, in milliseconds since 1970 */
  constructor(minutesSince: number) {
    this.#minutesSince = minutesSince;
  }

  /** @param sign 1 adds what an order contributes, -1 takes away what it contributed before */
  add(store: { readonly storeId: string; readonly timeZone: string }, of: Contributions, sign: 1 | -1): void {
    const { storeId, timeZone } = store;
    for (const { at, counter, value } of of.counts)
      for (const grain of grains) {
        const bucket = bucketStart(grain, timeZone, at);
        if (grain === 'MINUTE' && bucket < this.#minutesSince) continue;
        const { counts } = entryOf(this.rollups, `${storeId} ${grain} ${bucket}`, () => ({
          ...{ storeId, grain, bucket, counts: new Map<string, number>() },
        }));
        counts.set(counter, (counts.get(counter) ?? 0) + sign * value);
      }
    if (of.sale === null) return;
    const { at, customer, products } = of.sale;
    const day = localDate(timeZone, at);
    for (const { id: productId, units, gross } of products) {
      const product = entryOf(this.products, `${storeId} ${day} ${productId}`, () => ({
        ...{ storeId, day, productId, units: 0, gross: 0 },
      }));
      product.units += sign * units;
      product.gross += sign * gross;
    }
    const month = day.slice(0, 7);
    const months = entryOf(this.customers, `${storeId} ${customer} ${month}`, () => ({
      ...{ storeId, customer, month, orders: 0 },
    }));
    months.orders += sign;
  }

  /** Rollups that change. */
  changedRollups(): RollupDelta[] {
    return [...this.rollups.values()]
      .map((rollup) => ({
        ...rollup,
        counts: new Map([...rollup.counts].filter(([, value]) => value !== 0)),
      }))
      .filter(({ counts }) => counts.size > 0);
  }

  changedProducts(): ProductDelta[] {
    return [...this.products.values()].filter(({ units, gross }) => units !== 0 || gross !== 0);
  }

  changedCustomers(): CustomerDelta[] {
    return [...this.customers.values()].filter(({ orders }) => orders !== 0);
  }
}
