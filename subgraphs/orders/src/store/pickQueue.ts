import type { Page } from '@nakku/graphql-kit';
import type { Order } from '../domain/order.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { orderFields, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

/** Sort key: the list's name, end of the promise (ISO 8601) and the order's id. */
export type PickKey = readonly ['pickQueue', string, string];

/** A page of the orders that a store has to pack, oldest promise first, with one row more than its limit if there is more. */
export async function pickQueueOf(
  db: Tx,
  { storeId, isUnclaimed }: { readonly storeId: string; readonly isUnclaimed: boolean },
  page: Page<PickKey>,
): Promise<Order[]> {
  const [beyond, direction] = page.backward
    ? [Prisma.sql`<`, Prisma.sql`DESC`]
    : [Prisma.sql`>`, Prisma.sql`ASC`];
  const conditions = [
    Prisma.sql`o.store_id = ${storeId}::uuid AND o.status IN ('CONFIRMED', 'PACKING')`,
    ...(isUnclaimed ? [Prisma.sql`o.packer_id IS NULL`] : []),
    ...(page.cursor
      ? [Prisma.sql`(o.promise_to, o.id) ${beyond} (${page.cursor[1]}::timestamptz, ${page.cursor[2]}::uuid)`]
      : []),
  ];
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selectList(orderFields, 'o')} FROM orders o WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY o.promise_to ${direction}, o.id ${direction} LIMIT ${page.limit + 1}::int`;
  return rows.map(toOrder);
}
