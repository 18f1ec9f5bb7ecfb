import type { OrderStatus } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import type { Order } from '../domain/order.ts';
import type { Tx } from './database.ts';
import { orderColumns, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

export async function ordersById(db: Tx, ids: readonly string[]): Promise<Order[]> {
  const rows = await db.$queryRawUnsafe<OrderRow[]>(
    `SELECT ${orderColumns} FROM orders o WHERE o.id = ANY($1::uuid[])`,
    [...ids],
  );
  return rows.map(toOrder);
}

/** Whose orders, and which of them; null: no condition. */
export interface OrderSearch {
  readonly owner: { readonly customerId: string } | { readonly storeId: string };
  readonly statuses: readonly OrderStatus[] | null;
  /** Inclusive. */
  readonly placedFrom: Date | null;
  /** Exclusive. */
  readonly placedTo: Date | null;
}

/** Sort key: instant of placement (ISO 8601) and id. */
export type OrderKey = readonly [string, string];

/** A page, newest first (oldest first for a backward page), with one row more than its limit if there is more. */
export async function searchOrders(db: Tx, search: OrderSearch, page: Page<OrderKey>): Promise<Order[]> {
  const { owner } = search;
  const [column, ownerId] =
    'storeId' in owner ? ['store_id', owner.storeId] : ['customer_id', owner.customerId];
  const [beyond, direction] = page.backward ? ['>', 'ASC'] : ['<', 'DESC'];
  const from = page.cursor ? `AND (o.placed_at, o.id) ${beyond} ($6::timestamptz, $7::uuid)` : '';
  const rows = await db.$queryRawUnsafe<OrderRow[]>(
    `SELECT ${orderColumns} FROM orders o
     WHERE o.${column} = $1::uuid
       AND ($2::order_status[] IS NULL OR o.status = ANY($2::order_status[]))
       AND ($3::timestamptz IS NULL OR o.placed_at >= $3::timestamptz)
       AND ($4::timestamptz IS NULL OR o.placed_at < $4::timestamptz) ${from}
     ORDER BY o.placed_at ${direction}, o.id ${direction} LIMIT $5::int`,
    ownerId,
    search.statuses === null ? null : [...search.statuses],
    search.placedFrom,
    search.placedTo,
    page.limit + 1,
    ...(page.cursor ?? []),
  );
  return rows.map(toOrder);
}

/** Which version an unfinished order has. */
export interface OrderVersion {
  readonly id: string;
  readonly version: number;
}

/** Unfinished orders of a store, oldest first, at most `limit`. */
export async function unfinishedOf(db: Tx, storeId: string, limit: number): Promise<OrderVersion[]> {
  return db.$queryRawUnsafe<OrderVersion[]>(
    `SELECT o.id, o.version FROM orders o
     WHERE o.store_id = $1::uuid AND o.status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED')
     ORDER BY o.placed_at, o.id LIMIT $2::int`,
    storeId,
    limit,
  );
}
