import type { Order } from '../domain/order.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { orderFields, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

export async function ordersById(db: Tx, ids: readonly string[]): Promise<Order[]> {
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selectList(orderFields, 'o')} FROM orders o WHERE o.id = ANY(${[...ids]}::uuid[])`;
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
