import type { Check, Violation } from './check.ts';
import { MAX_VIOLATIONS } from './check.ts';

export const ordersEnd: Check = {
  name: 'every order has ended',
  rule: 'no order is left in a state that is no end',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `SELECT id::text, format('%s since %s', status, updated_at) AS detail FROM orders
       WHERE status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED') ORDER BY placed_at LIMIT ${MAX_VIOLATIONS}`,
    ),
};

/** Idempotency keys live for 24 hours, so older orders are not looked at. */
export const acknowledgedOnce: Check = {
  name: 'each acknowledged orderPlace is one order',
  rule: 'each key of orderPlace names an order that exists, and each order was made by exactly one key',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `WITH keys AS (
         SELECT key, answer -> 'value' ->> 'orderId' AS order_id FROM platform.idempotency_keys WHERE mutation = 'orderPlace'
       )
       SELECT key AS id, 'names an order that does not exist: ' || coalesce(order_id, 'none') AS detail
       FROM keys WHERE NOT EXISTS (SELECT FROM orders o WHERE o.id::text = keys.order_id)
       UNION ALL
       SELECT o.id::text, format('was made by %s keys', count(keys.key)) FROM orders o LEFT JOIN keys ON keys.order_id = o.id::text
       WHERE o.placed_at > now() - interval '23 hours' GROUP BY o.id HAVING count(keys.key) <> 1
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const historiesWhole: Check = {
  name: 'histories have no gaps',
  rule: 'steps of each order, delivery and payment are 1, 2, 3 … up to its version',
  async find(databases) {
    const gaps = (steps: string, id: string, aggregates: string, order: string): string =>
      `SELECT a.${order}::text AS id, format('version %s, %s steps, last %s', a.version, count(s.*), max(s.sequence)) AS detail
       FROM ${aggregates} a LEFT JOIN ${steps} s ON s.${id} = a.id GROUP BY a.id
       HAVING count(s.*) <> a.version OR max(s.sequence) <> a.version OR min(s.sequence) <> 1 LIMIT ${MAX_VIOLATIONS}`;
    const found = await Promise.all([
      databases.rows<Violation>('orders', gaps('order_steps', 'order_id', 'orders', 'id')),
      databases.rows<Violation>('delivery', gaps('delivery_steps', 'delivery_id', 'deliveries', 'order_id')),
      databases.rows<Violation>('payments', gaps('payment_history', 'payment_id', 'payments', 'order_id')),
    ]);
    return found.flat();
  },
};

export const linesAddUp: Check = {
  name: 'every line of an order is accounted for',
  rule: 'ordered = picked + short + substituted + removed once packed; the order is paid for picked pieces, never more than agreed',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `WITH lines AS (
         SELECT order_id, sum(open) AS open, sum(picked) AS picked, sum(final_total) AS goods,
           bool_or(quantity <> open + picked + short + substituted + removed) AS is_lost
         FROM order_lines GROUP BY order_id
       )
       SELECT o.id::text, format('%s: open %s, picked %s, lines %s + fee %s + tip %s, total %s of agreed %s',
         o.status, l.open, l.picked, l.goods, o.delivery_fee, o.tip, o.total, o.agreed_total) AS detail
       FROM orders o LEFT JOIN lines l ON l.order_id = o.id
       WHERE l.order_id IS NULL OR l.is_lost OR o.total > o.agreed_total
         OR o.total <> l.goods + o.delivery_fee + o.tip
         OR o.status IN ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED') AND (l.open > 0 OR l.picked = 0)
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const promotionsAreUsedAsCounted: Check = {
  name: 'promotions are used as often as counted',
  rule: 'each counter is the number of orders that use it; one that was cancelled before it was confirmed uses nothing',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `SELECT coalesce(c.key, r.key) AS id,
         format('counted %s, used by %s orders, %s of them cancelled', c.used, r.orders, r.cancelled) AS detail
       FROM redemption_counters c FULL JOIN (
         SELECT u.key, count(*)::int AS orders,
           (count(*) FILTER (WHERE o.status = 'CANCELLED' AND o.confirmed_at IS NULL))::int AS cancelled
         FROM redemptions u JOIN orders o ON o.id = u.order_id GROUP BY u.key
       ) r ON r.key = c.key
       WHERE c.used IS DISTINCT FROM coalesce(r.orders, 0) OR r.cancelled <> 0
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const invoicesHaveNoGaps: Check = {
  name: 'invoices have no gaps',
  rule: 'per store and year the numbers are 1 to their count, which is the counter; only delivered orders have one',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `SELECT coalesce(c.store_id, i.store_id)::text AS id,
         format('%s: counter %s, %s invoices from %s to %s, %s not delivered', coalesce(c.year, i.year), c.last,
           i.count, i.first, i.last, i.undelivered) AS detail
       FROM invoice_counters c FULL JOIN (
         SELECT n.store_id, n.year, count(*)::int AS count, min(n.serial) AS first, max(n.serial) AS last,
           (count(*) FILTER (WHERE o.status <> 'DELIVERED'))::int AS undelivered
         FROM invoices n JOIN orders o ON o.id = n.order_id GROUP BY n.store_id, n.year
       ) i ON i.store_id = c.store_id AND i.year = c.year
       WHERE c.last IS DISTINCT FROM i.count OR i.first IS DISTINCT FROM 1 OR i.last IS DISTINCT FROM i.count
         OR i.undelivered <> 0
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};
