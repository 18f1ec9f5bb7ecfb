import pg from 'pg';
import { SUBGRAPHS } from '../../tools/src/system/services.ts';
import type { System } from '../../tools/src/system/system.ts';

/** Orders of one statement. */
const CHUNK = 10_000;

/** One chunk of delivered orders of the past out of confirmed ones: with lines, steps and what their events left. */
const COPIES = [
  `CREATE TEMP TABLE IF NOT EXISTS copies (old uuid, new uuid)`,
  `TRUNCATE copies`,
  `INSERT INTO copies
   SELECT id, uuidv7() FROM (SELECT id FROM orders WHERE confirmed_at > now() - interval '1 day' LIMIT 100) AS one,
     generate_series(1, 1000) LIMIT $1::int`,
  `INSERT INTO orders
   SELECT copy.* FROM copies JOIN orders AS one ON one.id = copies.old,
     LATERAL jsonb_populate_record(one, jsonb_build_object(
       'id', copies.new, 'number', nextval('orders_number_seq'), 'quote_id', uuidv7(), 'cart_id', uuidv7(),
       'customer_id', uuidv7(), 'status', 'DELIVERED', 'payment_status', 'CAPTURED', 'delivery_status', 'DELIVERED',
       'delivered_at', one.placed_at - interval '30 days', 'confirmed_at', one.placed_at - interval '30 days',
       'placed_at', one.placed_at - interval '30 days' - random() * interval '60 days')) AS copy`,
  `INSERT INTO order_steps
   SELECT copy.* FROM copies JOIN order_steps AS one ON one.order_id = copies.old,
     LATERAL jsonb_populate_record(one, jsonb_build_object(
       'order_id', copies.new, 'at', one.at - interval '30 days')) AS copy`,
  `INSERT INTO order_lines
   SELECT copy.* FROM copies JOIN order_lines AS one ON one.order_id = copies.old,
     LATERAL jsonb_populate_record(one, jsonb_build_object('order_id', copies.new, 'id', uuidv7())) AS copy`,
  `INSERT INTO platform.stream_positions
   SELECT copy.* FROM copies JOIN platform.stream_positions AS one ON one.key = copies.old::text,
     LATERAL jsonb_populate_record(one, jsonb_build_object('key', copies.new)) AS copy`,
  `INSERT INTO platform.inbox (consumer, event_id)
   SELECT 'orders', uuidv7() FROM copies, generate_series(1, 4)`,
];

/** Delivered orders of the past in the database of orders, copied by SQL from those that are confirmed there. */
export async function makeHistory(system: System, orders: number): Promise<void> {
  const client = new pg.Client({ connectionString: system.databaseUrl('orders') });
  await client.connect();
  try {
    for (let made = 0; made < orders; made += CHUNK) {
      const count = Math.min(CHUNK, orders - made);
      for (const text of COPIES) await client.query(text, text.includes('$1') ? [count] : []);
    }
  } finally {
    await client.end();
  }
}

/** As autovacuum would, before anything is measured. */
export async function analyse(system: System): Promise<void> {
  for (const name of SUBGRAPHS) {
    const client = new pg.Client({ connectionString: system.databaseUrl(name) });
    await client.connect();
    await client.query('VACUUM ANALYZE');
    await client.end();
  }
}
