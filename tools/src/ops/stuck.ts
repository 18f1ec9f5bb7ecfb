import type { Books } from '../invariants/books.ts';

/** Something that waits for an operator. */
export interface Stuck {
  readonly what: string;
  readonly id: string;
  readonly detail: string;
}

/**
 * The operator's list over all contexts: orders with an open alert, orders that have not moved for a while, money that
 * could not be taken, events that do not get out or in. Reads only.
 * @param o.minutes without a change that count as standing still
 */
export async function findStuck(books: Books, o: { minutes: number }): Promise<Stuck[]> {
  const still = `now() - ${Math.trunc(o.minutes)} * interval '1 minute'`;
  const found = await Promise.all([
    books.rows<Stuck>(
      'orders',
      `SELECT 'alert' AS what, order_id::text AS id, format('%s since %s: %s', status, raised_at, message) AS detail
       FROM order_alerts WHERE resolved_at IS NULL ORDER BY raised_at LIMIT 200`,
    ),
    books.rows<Stuck>(
      'orders',
      `SELECT 'order' AS what, id::text, format('NK-%s is %s since %s', lpad(number::text, 6, '0'), status, updated_at) AS detail
       FROM orders WHERE status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED') AND updated_at < ${still}
       ORDER BY updated_at LIMIT 200`,
    ),
    books.rows<Stuck>(
      'payments',
      `SELECT 'payment' AS what, order_id::text AS id, format('%s %s %s', status, amount, currency) AS detail
       FROM payments WHERE status IN ('CAPTURE_FAILED', 'OVERDUE') ORDER BY updated_at LIMIT 200`,
    ),
    books.rows<Stuck>(
      'payments',
      `SELECT 'provider call' AS what, p.order_id::text AS id, format('%s after %s tries: %s', t.kind, t.tries, t.last_error) AS detail
       FROM payment_tasks t JOIN payments p ON p.id = t.payment_id
       WHERE t.status = 'OPEN' AND t.created_at < ${still} ORDER BY t.created_at LIMIT 200`,
    ),
    ...(['users', 'products', 'inventory', 'cart', 'orders', 'payments', 'delivery'] as const).map(
      async (name) => {
        const rows = await books.rows<Stuck>(
          name,
          `SELECT 'outbox' AS what, key AS id, format('event %s of %s since %s', event_id, topic, created_at) AS detail
           FROM platform.outbox WHERE published_at IS NULL AND created_at < ${still}
           UNION ALL SELECT 'parked', key, format('event %s of %s since %s', sequence, topic, parked_at)
           FROM platform.parked_events WHERE parked_at < ${still}
           UNION ALL SELECT 'dead letter', id::text, format('%s: %s', type, left(error, 100))
           FROM platform.dead_letters WHERE status = 'open'
           UNION ALL SELECT 'deadline', key, format('%s failed %s times: %s', kind, attempts, left(last_error, 100))
           FROM platform.deadlines WHERE attempts > 0 LIMIT 200`,
        );
        return rows.map((row) => ({ ...row, what: `${name} ${row.what}` }));
      },
    ),
  ]);
  return found.flat();
}
