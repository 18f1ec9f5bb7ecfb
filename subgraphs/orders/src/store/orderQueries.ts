import type { OrderStatus } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import type { Order } from '../domain/order.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { orderFields, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

const selected = selectList(orderFields, 'o');

export async function ordersById(db: Tx, ids: readonly string[]): Promise<Order[]> {
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selected} FROM orders o WHERE o.id = ANY(${[...ids]}::uuid[])`;
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
  const { owner, statuses, placedFrom, placedTo } = search;
  const conditions = [
    'storeId' in owner
      ? Prisma.sql`o.store_id = ${owner.storeId}::uuid`
      : Prisma.sql`o.customer_id = ${owner.customerId}::uuid`,
  ];
  if (statuses) conditions.push(Prisma.sql`o.status = ANY(${[...statuses]}::order_status[])`);
  if (placedFrom) conditions.push(Prisma.sql`o.placed_at >= ${placedFrom}::timestamptz`);
  if (placedTo) conditions.push(Prisma.sql`o.placed_at < ${placedTo}::timestamptz`);
  const [beyond, direction] = page.backward
    ? [Prisma.sql`>`, Prisma.sql`ASC`]
    : [Prisma.sql`<`, Prisma.sql`DESC`];
  if (page.cursor) {
    const [placedAt, id] = page.cursor;
    conditions.push(Prisma.sql`(o.placed_at, o.id) ${beyond} (${placedAt}::timestamptz, ${id}::uuid)`);
  }
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selected} FROM orders o WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY o.placed_at ${direction}, o.id ${direction} LIMIT ${page.limit + 1}::int`;
  return rows.map(toOrder);
}

/** Which version an unfinished order has. */
export interface OrderVersion {
  readonly id: string;
  readonly version: number;
}

/** Unfinished orders of a store, oldest first, at most `limit`. */
export async function unfinishedOf(db: Tx, storeId: string, limit: number): Promise<OrderVersion[]> {
  return db.$queryRaw<OrderVersion[]>`
    SELECT o.id, o.version FROM orders o
    WHERE o.store_id = ${storeId}::uuid AND o.status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED')
    ORDER BY o.placed_at, o.id LIMIT ${limit}::int`;
}
