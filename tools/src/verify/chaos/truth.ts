import type { Databases } from '../invariants/databases.ts';
import type { Truth } from './judge.ts';

/** Reads what became of every order, once all is at rest. */
export async function readTruth(databases: Databases): Promise<Truth> {
  const [keys, orders, steps] = await Promise.all([
    databases.rows<{ key: string; id: string }>(
      'orders',
      `SELECT key, answer -> 'value' ->> 'orderId' AS id FROM platform.idempotency_keys WHERE mutation = 'orderPlace'`,
    ),
    databases.rows<{ id: string; status: string }>('orders', 'SELECT id::text, status::text FROM orders'),
    databases.rows<{ id: string; kinds: string[] }>(
      'orders',
      'SELECT order_id::text AS id, array_agg(kind::text ORDER BY sequence) AS kinds FROM order_steps GROUP BY order_id',
    ),
  ]);
  return {
    orderOfKey: new Map(keys.map(({ key, id }) => [key, id])),
    statusOf: new Map(orders.map(({ id, status }) => [id, status])),
    timelineOf: new Map(steps.map(({ id, kinds }) => [id, kinds])),
  };
}
