import type { Grain } from '../domain/calendar.ts';
import type { Counts } from '../domain/measures.ts';
import type { MeasuredStore } from './stores.ts';
import type { Tx } from './database.ts';

/** Counters of a bucket. */
export interface CountedBucket {
  readonly start: Date;
  readonly counts: Counts;
}

/** A store of the current generation; null if it is unknown. */
export async function measuredStore(db: Tx, storeId: string): Promise<MeasuredStore | null> {
  const rows = await db.$queryRaw<MeasuredStore[]>`
    SELECT store_id AS "storeId", time_zone AS "timeZone", currency FROM stores
    WHERE generation = (SELECT id FROM generations WHERE status = 'CURRENT') AND store_id = ${storeId}::uuid`;
  return rows.at(0) ?? null;
}

/** Buckets of a store that begin at or after `from` and before `to`, in order; those in which nothing happened are left out. */
export function bucketsOf(
  db: Tx,
  o: { readonly storeId: string; readonly grain: Grain; readonly from: Date; readonly to: Date },
): Promise<CountedBucket[]> {
  return db.$queryRaw<CountedBucket[]>`
    SELECT bucket AS start, counts FROM rollups
    WHERE generation = (SELECT id FROM generations WHERE status = 'CURRENT') AND store_id = ${o.storeId}::uuid
      AND grain = ${o.grain} AND bucket >= ${o.from} AND bucket < ${o.to} ORDER BY bucket`;
}

/** What was sold of a product. */
export interface SoldProduct {
  readonly productId: string;
  readonly units: number;
  /** Minor units. */
  readonly gross: number;
}

/** Products that sold best on the days from `from` to `to`, both included (YYYY-MM-DD). */
export function bestSellers(
  db: Tx,
  o: {
    readonly storeId: string;
    readonly from: string;
    readonly to: string;
    readonly by: 'UNITS' | 'REVENUE';
    readonly limit: number;
  },
): Promise<SoldProduct[]> {
  return db.$queryRaw<SoldProduct[]>`
    SELECT product_id AS "productId", sum(units)::float8 AS units, sum(gross)::float8 AS gross FROM product_days
    WHERE generation = (SELECT id FROM generations WHERE status = 'CURRENT') AND store_id = ${o.storeId}::uuid
      AND day BETWEEN ${o.from}::date AND ${o.to}::date
    GROUP BY product_id
    ORDER BY CASE WHEN ${o.by} = 'UNITS' THEN sum(units) ELSE sum(gross) END DESC, product_id LIMIT ${o.limit}`;
}

/** Customers whose first month is `cohort` and who got orders in `month`. */
export interface CohortMonth {
  readonly cohort: string;
  readonly month: string;
  readonly customers: number;
  readonly orders: number;
}

/** Customers of each month by the month of their first order, months from `from` to `to` (YYYY-MM), both included. */
export function cohortMonths(
  db: Tx,
  o: { readonly storeId: string; readonly from: string; readonly to: string },
): Promise<CohortMonth[]> {
  return db.$queryRaw<CohortMonth[]>`
    SELECT cohort, month, count(*)::int AS customers, sum(orders)::float8 AS orders FROM (
      SELECT month, orders, min(month) OVER (PARTITION BY customer) AS cohort FROM customer_months
      WHERE generation = (SELECT id FROM generations WHERE status = 'CURRENT') AND store_id = ${o.storeId}::uuid
        AND month <= ${o.to}
    ) months WHERE month >= ${o.from} GROUP BY cohort, month ORDER BY month, cohort`;
}
