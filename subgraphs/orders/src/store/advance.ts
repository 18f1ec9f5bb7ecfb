import type { Transaction } from '@nakku/platform';
import type { Decision } from '../domain/decision.ts';
import type { Order } from '../domain/order.ts';
import { emitChange } from '../events/published.ts';
import type { OrderItem } from '../events/published.ts';
import type { Tx } from './database.ts';
import { orderColumns, toOrder } from './rows.ts';
import type { OrderRow } from './rows.ts';

/** An order under a row lock, with its pieces by product. */
export interface LockedOrder {
  readonly order: Order;
  readonly items: readonly OrderItem[];
}

const lock = `
SELECT ${orderColumns}, (
  SELECT json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity) ORDER BY l.product_id)
  FROM (SELECT product_id, sum(quantity)::int AS quantity FROM order_lines WHERE order_id = o.id GROUP BY product_id) l
) AS items
FROM orders o WHERE o.id = $1::uuid FOR UPDATE OF o`;

/** Locks an order until the end of the transaction; null if there is none. */
export async function lockOrder(db: Tx, orderId: string): Promise<LockedOrder | null> {
  const [row] = await db.$queryRawUnsafe<(OrderRow & { items: OrderItem[] })[]>(lock, orderId);
  return row ? { order: toOrder(row), items: row.items } : null;
}

/** Row, history and the alerts that the change settles, in one round trip. */
const write = `
WITH n AS (
  SELECT * FROM json_to_record($1::json) AS n(
    id uuid, version int, status order_status, payment_status payment_status, payment_attempt int, refunded bigint,
    delivery_status delivery_status, courier_id uuid, eta timestamptz, cancel_requested cancel_reason,
    cancel_reason cancel_reason, confirmed_at timestamptz, kind order_step_kind, detail text, actor_id uuid,
    at timestamptz)
), changed AS (
  UPDATE orders o SET
    version = n.version, status = n.status, payment_status = n.payment_status, payment_attempt = n.payment_attempt,
    refunded = n.refunded, delivery_status = n.delivery_status, courier_id = n.courier_id, eta = n.eta,
    cancel_requested = n.cancel_requested, cancel_reason = n.cancel_reason, confirmed_at = n.confirmed_at,
    updated_at = n.at
  FROM n WHERE o.id = n.id AND o.version = n.version - 1
  RETURNING o.id
), step AS (
  INSERT INTO order_steps (order_id, sequence, kind, status, detail, actor_id, at)
  SELECT n.id, n.version, n.kind, n.status, n.detail, n.actor_id, n.at FROM n, changed
), settled AS (
  UPDATE order_alerts a SET resolved_at = greatest(n.at, a.raised_at) FROM n
  WHERE a.order_id = n.id AND a.resolved_at IS NULL
    AND (a.kind = 'STUCK' AND a.status <> n.status OR a.kind = 'CANCEL_UNANSWERED' AND n.cancel_requested IS NULL)
)
SELECT id FROM changed`;

/**
 * Commits a decision on a locked order: state, history row, deadlines and its one event.
 * @param actorId the user who acted; null for other contexts and deadlines
 * @returns the order as it is now
 */
export async function applyChange(
  tx: Transaction<Tx>,
  { order, items }: LockedOrder,
  decision: Extract<Decision, { kind: 'applied' }>,
  { now, actorId }: { readonly now: Date; readonly actorId: string | null },
): Promise<Order> {
  const { next, step, event } = decision;
  const after: Order = { ...order, ...next, version: order.version + 1 };
  const row = {
    id: after.id,
    version: after.version,
    status: next.status,
    payment_status: next.payment.status,
    payment_attempt: next.payment.attempt,
    refunded: next.payment.refunded,
    delivery_status: next.delivery.status,
    courier_id: next.delivery.courierId,
    eta: next.delivery.eta,
    cancel_requested: next.cancelRequested,
    cancel_reason: next.cancelReason,
    confirmed_at: next.confirmedAt,
    kind: step.kind,
    detail: step.detail,
    actor_id: actorId,
    at: now,
  };
  const changed = await tx.db.$queryRawUnsafe<unknown[]>(write, JSON.stringify(row));
  if (changed.length !== 1) throw new Error(`order ${order.id} changed under its lock`);
  emitChange(tx, after, items, event, now);
  for (const { kind, afterMs } of decision.schedule) {
    tx.schedule({ kind, key: order.id, afterMs, data: { status: next.status } });
  }
  for (const kind of decision.unschedule) tx.unschedule(kind, order.id);
  return after;
}
