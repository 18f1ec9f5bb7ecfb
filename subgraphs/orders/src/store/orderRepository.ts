import { jsonRow, jsonRows } from '@nakku/platform';
import type { Quote } from '@nakku/quote';
import type { DraftOrder, Order, WholeOrder } from '../domain/order.ts';
import { orderNumber } from '../domain/order.ts';
import type { Line } from '../domain/lines.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { linesOfOrder, selectLines } from './lines.ts';
import { columnList, selectList } from './columns.ts';
import type { Tx } from './database.ts';
import {
  insertedFields,
  insertedRow,
  lineFields,
  lineRows,
  orderFields,
  progressFields,
  progressRow,
  stepFields,
  stepRows,
  toOrder,
} from './rows.ts';
import type { NewLine, OrderRow, StepRow } from './rows.ts';

/** What is read together with the lock of an order. */
interface LockedRow extends OrderRow {
  /** Its version when the statement began, which is when the lines are of. */
  readonly readVersion: number;
  readonly lines: Line[];
}

/** Locks an order until the end of the transaction and reads it with its lines; null if there is none. */
export async function lockOrder(db: Tx, orderId: string): Promise<WholeOrder | null> {
  const [locked] = await db.$queryRaw<LockedRow[]>`
    SELECT ${selectList(orderFields, 'o')},
      (SELECT r.version FROM orders r WHERE r.id = o.id) AS "readVersion",
      coalesce((SELECT json_agg(l) FROM (${selectLines} WHERE l.order_id = o.id ORDER BY l.position) l), '[]') AS lines
    FROM orders o WHERE o.id = ${orderId}::uuid FOR UPDATE OF o`;
  if (!locked) return null;
  const { readVersion, lines, ...row } = locked;
  // If the lock was waited for, the row is the new one and the lines are those from before.
  const isCurrent = readVersion === row.version;
  return { ...toOrder(row), lines: isCurrent ? lines : await linesOfOrder(db, orderId) };
}

/**
 * The statement that writes a changed order, its history rows, and the end of the alerts that the change settles. The order
 * is locked; if it were not, the keys of the history would refuse a second change of the same version.
 * @param order as it is after the change, its version by the number of steps more than in the database
 */
export function orderWrite(order: Order, steps: readonly StepRow[]): Prisma.Sql {
  const at = steps.at(-1)?.at ?? order.placedAt;
  return Prisma.sql`
    WITH n AS (
      SELECT * FROM json_populate_record(NULL::orders, ${jsonRow({ id: order.id, ...progressRow(order, at) })}::json)
    ), step AS (
      INSERT INTO order_steps (${columnList(stepFields)})
      SELECT ${columnList(stepFields)}
      FROM json_populate_recordset(NULL::order_steps, ${jsonRows(stepRows(order, steps))}::json)
    ), settled AS (
      UPDATE order_alerts a SET resolved_at = greatest(n.updated_at, a.raised_at) FROM n
      WHERE a.order_id = n.id AND a.resolved_at IS NULL
        AND (a.kind = 'STUCK' AND a.status <> n.status OR a.kind = 'CANCEL_UNANSWERED' AND n.cancel_requested IS NULL)
    )
    UPDATE orders o SET (${columnList(progressFields)}) = (${columnList(progressFields, 'n')})
    FROM n WHERE o.id = n.id`;
}

/** Writes what the customer of a locked order agreed to anew, beside its total. */
export async function saveAgreed(db: Tx, { id, dropoff, handover }: Order): Promise<void> {
  await db.$executeRaw`
    UPDATE orders SET dropoff = ${JSON.stringify(dropoff)}::jsonb, handover = ${handover}::handover WHERE id = ${id}::uuid`;
}

/**
 * Writes a new order with its lines and first step in one round trip; any unique rule that is broken leaves all of
 * them out. Null if the quote, the turn of its cart, or its cart has an order already.
 */
export async function insertOrder(
  db: Tx,
  draft: DraftOrder,
  { quoteId, lines }: { readonly quoteId: string; readonly lines: readonly NewLine[] },
): Promise<Order | null> {
  const order: Order = { ...draft, number: '' };
  const first = { kind: 'PLACED', detail: null, actorId: order.customerId, at: order.placedAt } as const;
  const [inserted] = await db.$queryRaw<{ number: number }[]>`
    WITH o AS (
      INSERT INTO orders (${columnList(insertedFields)})
      SELECT ${columnList(insertedFields)}
      FROM json_populate_record(NULL::orders, ${jsonRow(insertedRow(order, quoteId))}::json)
      ON CONFLICT DO NOTHING
      RETURNING number
    ), l AS (
      INSERT INTO order_lines (${columnList(lineFields)})
      SELECT ${columnList(lineFields, 'l')}
      FROM o, json_populate_recordset(NULL::order_lines, ${jsonRows(lineRows(order.id, lines))}::json) l
    ), s AS (
      INSERT INTO order_steps (${columnList(stepFields)})
      SELECT ${columnList(stepFields, 's')}
      FROM o, json_populate_recordset(NULL::order_steps, ${jsonRows(stepRows(order, [first]))}::json) s
    )
    SELECT number FROM o`;
  return inserted ? { ...draft, number: orderNumber(inserted.number) } : null;
}

/** The order that stands in the way of one for `quote`: made of the same lines, or still being placed. */
export async function findConflict(
  db: Tx,
  { quoteId, cartId, cartOrderNo }: Quote,
): Promise<{ readonly kind: 'already_ordered' | 'in_progress'; readonly order: Order } | null> {
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT ${selectList(orderFields, 'o')} FROM orders o
    WHERE o.quote_id = ${quoteId}::uuid
      OR o.cart_id = ${cartId}::uuid
        AND (o.cart_order_no = ${cartOrderNo}::int OR o.status IN ('PLACED', 'RESERVED'))
    LIMIT 10`;
  const same = rows.find((row) => row.quoteId === quoteId || row.cartOrderNo === cartOrderNo);
  if (same) return { kind: 'already_ordered', order: toOrder(same) };
  const [other] = rows;
  return other ? { kind: 'in_progress', order: toOrder(other) } : null;
}
