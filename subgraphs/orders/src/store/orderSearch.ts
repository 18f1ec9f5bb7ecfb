import type { OrderStatus } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import type { Order } from '../domain/order.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { orderFields, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

/** Whose orders: a customer's, those of some stores, or all. */
export type OrderOwner =
  { readonly customerId: string } | { readonly storeIds: readonly string[] } | 'everybody';

/** Which of them; null: no condition. */
export interface OrderSearch {
  readonly owner: OrderOwner;
  /** Serial number, without `NK-`. */
  readonly serial: number | null;
  readonly customerId: string | null;
  /** Part of a line's name, SKU or note, or of the delivery address, in any case. */
  readonly text: string | null;
  readonly statuses: readonly OrderStatus[] | null;
  /** Inclusive. */
  readonly placedFrom: Date | null;
  /** Exclusive. */
  readonly placedTo: Date | null;
}

/** Sort key: the list's name, instant of placement (ISO 8601) and id. */
export type OrderKey = readonly ['orders', string, string];

/** A text is looked for in so many orders at most: it has no index. */
const MAX_SEARCHED = 10_000;

/** `text` as a part of what LIKE looks for, its own `%`, `_` and `\` taken literally. */
export function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

function ownerCondition(owner: OrderOwner): Prisma.Sql {
  if (owner === 'everybody') return Prisma.sql`true`;
  return 'storeIds' in owner
    ? Prisma.sql`o.store_id = ANY(${[...owner.storeIds]}::uuid[])`
    : Prisma.sql`o.customer_id = ${owner.customerId}::uuid`;
}

function textCondition(text: string): Prisma.Sql {
  const pattern = likePattern(text);
  return Prisma.sql`(
    o.dropoff->>'city' ILIKE ${pattern} OR o.dropoff->>'postcode' ILIKE ${pattern}
    OR EXISTS (
      SELECT FROM jsonb_array_elements_text(o.dropoff->'lines') AS written(line) WHERE written.line ILIKE ${pattern}
    )
    OR EXISTS (
      SELECT FROM order_lines l
      WHERE l.order_id = o.id AND (l.name ILIKE ${pattern} OR l.sku ILIKE ${pattern} OR l.note ILIKE ${pattern})
    ))`;
}

function conditionsOf({ owner, ...search }: OrderSearch): Prisma.Sql[] {
  const conditions = [ownerCondition(owner)];
  if (search.serial !== null) conditions.push(Prisma.sql`o.number = ${search.serial}::int`);
  if (search.customerId !== null) conditions.push(Prisma.sql`o.customer_id = ${search.customerId}::uuid`);
  if (search.statuses) conditions.push(Prisma.sql`o.status = ANY(${[...search.statuses]}::order_status[])`);
  if (search.placedFrom) conditions.push(Prisma.sql`o.placed_at >= ${search.placedFrom}::timestamptz`);
  if (search.placedTo) conditions.push(Prisma.sql`o.placed_at < ${search.placedTo}::timestamptz`);
  return conditions;
}

/** A page, newest first (oldest first for a backward page), with one row more than its limit if there is more. */
export async function searchOrders(db: Tx, search: OrderSearch, page: Page<OrderKey>): Promise<Order[]> {
  const conditions = conditionsOf(search);
  const [beyond, direction] = page.backward
    ? [Prisma.sql`>`, Prisma.sql`ASC`]
    : [Prisma.sql`<`, Prisma.sql`DESC`];
  const position: Prisma.Sql[] = [];
  if (page.cursor) {
    const [, placedAt, id] = page.cursor;
    position.push(Prisma.sql`(o.placed_at, o.id) ${beyond} (${placedAt}::timestamptz, ${id}::uuid)`);
  }
  const source =
    search.text === null
      ? Prisma.sql`orders o WHERE ${Prisma.join([...conditions, ...position], ' AND ')}`
      : Prisma.sql`(
          SELECT * FROM orders o WHERE ${Prisma.join(conditions, ' AND ')}
          ORDER BY o.placed_at DESC, o.id DESC LIMIT ${MAX_SEARCHED}::int
        ) o WHERE ${Prisma.join([textCondition(search.text), ...position], ' AND ')}`;
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selectList(orderFields, 'o')} FROM ${source}
    ORDER BY o.placed_at ${direction}, o.id ${direction} LIMIT ${page.limit + 1}::int`;
  return rows.map(toOrder);
}
