import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import { migrate } from '@nakku/service';
import { createTestDatabase } from '@nakku/testkit';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

let database: MigratedDatabase;
let client: pg.Pool;
beforeAll(async () => {
  database = await migratedDatabase('orders');
  client = database.pool;
}, 60_000);
afterAll(() => database.close());

type Row = Readonly<Record<string, unknown>>;

function order(over: Row = {}): Row {
  const promised = '2026-03-01T12:00:00Z';
  return {
    id: uuidv7(),
    status: 'PLACED',
    version: 1,
    quote_id: uuidv7(),
    cart_id: uuidv7(),
    cart_order_no: 1,
    customer_id: uuidv7(),
    store_id: uuidv7(),
    payment_method_id: uuidv7(),
    currency: 'EUR',
    subtotal: 1000,
    discount: 100,
    delivery_fee: 290,
    tip: 10,
    tax: 84,
    total: 1200,
    agreed_total: 1200,
    pickup: {},
    dropoff: {},
    handover: 'CODE',
    promise_from: promised,
    promise_to: promised,
    placed_at: promised,
    updated_at: promised,
    ...over,
  };
}

async function insert(table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => `$${i + 1}`);
  await client.query(`INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`, Object.values(row));
}

/** The rule that refuses a row. */
async function ruleAgainst(table: string, row: Row): Promise<unknown> {
  const accepted = insert(table, row).then(() => 'accepted');
  return accepted.catch((error: unknown) => (error instanceof pg.DatabaseError ? error.constraint : error));
}

test('the migrations make what the Prisma schema says', async () => {
  expect(await database.drift()).toBe('');
}, 60_000);

test('the rules that Prisma cannot say are there', async () => {
  const checks = await client.query<{ conname: string }>(
    `SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1`,
  );
  expect(checks.rows.map(({ conname }) => conname)).toEqual([
    'invoice_counters_last_check',
    'invoices_serial_check',
    'link_keys_one_check',
    'order_alerts_resolved_at_check',
    'order_alerts_resolved_by_check',
    'order_issues_refund_check',
    'order_issues_resolved_check',
    'order_lines_amounts_check',
    'order_lines_final_check',
    'order_lines_pieces_check',
    'order_lines_position_check',
    'order_lines_quantity_check',
    'order_lines_substitute_check',
    'order_lines_tax_rate_check',
    'order_lines_total_check',
    'order_steps_sequence_check',
    'order_substitutions_answer_check',
    'order_substitutions_proposals_check',
    'order_substitutions_quantity_check',
    'orders_age_limit_check',
    'orders_agreed_total_check',
    'orders_amounts_check',
    'orders_bags_check',
    'orders_cancel_reason_check',
    'orders_cancel_requested_check',
    'orders_cart_order_no_check',
    'orders_change_check',
    'orders_confirmed_at_check',
    'orders_currency_check',
    'orders_delivered_at_check',
    'orders_delivery_fee_tax_rate_check',
    'orders_packer_check',
    'orders_payment_attempt_check',
    'orders_promise_check',
    'orders_rating_check',
    'orders_refunded_check',
    'orders_tip_tax_rate_check',
    'orders_total_check',
    'orders_version_check',
    'redemption_counters_used_check',
  ]);
  const partial = await client.query<{ indexname: string }>(
    `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %' ORDER BY 1`,
  );
  expect(partial.rows.map(({ indexname }) => indexname)).toEqual([
    'order_alerts_one_open',
    'order_alerts_open',
    'order_issues_open',
    'orders_one_in_placement_per_cart',
    'orders_to_pack',
    'orders_unfinished_of_customer',
    'orders_unfinished_of_store',
  ]);
});

test.each<[string, Row]>([
  ['orders_version_check', { version: 0 }],
  ['orders_cart_order_no_check', { cart_order_no: 0 }],
  ['orders_age_limit_check', { age_limit: 0 }],
  ['orders_age_limit_check', { age_limit: 18, handover: 'LEFT_AT_DOOR' }],
  ['orders_currency_check', { currency: 'eur' }],
  ['orders_amounts_check', { tip: -1, total: 1189 }],
  ['orders_total_check', { total: 1199 }],
  ['orders_agreed_total_check', { agreed_total: 1199 }],
  ['orders_refunded_check', { refunded: 1201 }],
  ['orders_promise_check', { promise_from: '2026-03-01T12:00:01Z' }],
  ['orders_payment_attempt_check', { payment_attempt: -1 }],
  ['orders_cancel_reason_check', { status: 'CANCELLED' }],
  ['orders_cancel_reason_check', { cancel_reason: 'OUT_OF_STOCK' }],
  ['orders_cancel_requested_check', { cancel_requested: 'STAFF_REQUEST' }],
  ['orders_confirmed_at_check', { status: 'CONFIRMED' }],
  ['orders_confirmed_at_check', { confirmed_at: '2026-03-01T12:00:00Z' }],
  ['orders_packer_check', { packer_id: '0192f0c0-0000-7000-8000-00000000000b' }],
  ['orders_bags_check', { bags: 0 }],
])('%s refuses %j', async (rule, over) => {
  expect(await ruleAgainst('orders', order(over))).toBe(rule);
});

test('one order per quote, per turn of a cart, and in placement per cart', async () => {
  const first = order();
  await insert('orders', first);
  const { quote_id, cart_id } = first;
  expect(await ruleAgainst('orders', order({ quote_id }))).toBe('orders_quote_id_key');
  const confirmed = { status: 'CONFIRMED', confirmed_at: '2026-03-01T12:00:00Z' };
  expect(await ruleAgainst('orders', order({ cart_id, ...confirmed }))).toBe(
    'orders_cart_id_cart_order_no_key',
  );
  const second = order({ cart_id, cart_order_no: 2 });
  expect(await ruleAgainst('orders', second)).toBe('orders_one_in_placement_per_cart');
  await client.query(`UPDATE orders SET status = 'CANCELLED', cancel_reason = 'OUT_OF_STOCK' WHERE id = $1`, [
    first.id,
  ]);
  expect(await ruleAgainst('orders', second)).toBe('accepted');
});

test('lines, steps and alerts keep their rules', async () => {
  const { id: order_id, ...rest } = order();
  await insert('orders', { id: order_id, ...rest });
  const line = (over: Row) => ({
    id: uuidv7(),
    order_id,
    position: 1,
    line_id: uuidv7(),
    product_id: uuidv7(),
    sku: 'A',
    name: 'A',
    packaging: '1 l',
    quantity: 2,
    unit_price: 100,
    discount: 10,
    total: 190,
    tax: 12,
    tax_rate: 700,
    if_unavailable: 'REFUND',
    open: 2,
    final_total: 190,
    final_tax: 12,
    ...over,
  });
  expect(await ruleAgainst('order_lines', line({ position: 201 }))).toBe('order_lines_position_check');
  expect(await ruleAgainst('order_lines', line({ quantity: 0, total: -10 }))).toMatch(/^order_lines_/);
  expect(await ruleAgainst('order_lines', line({ total: 191 }))).toBe('order_lines_total_check');
  expect(await ruleAgainst('order_lines', line({ tax: 191 }))).toBe('order_lines_amounts_check');
  expect(await ruleAgainst('order_lines', line({ tax_rate: 10_001 }))).toBe('order_lines_tax_rate_check');
  expect(await ruleAgainst('order_lines', line({ open: 1 }))).toBe('order_lines_pieces_check');
  expect(await ruleAgainst('order_lines', line({ open: 3, short: -1 }))).toBe('order_lines_pieces_check');
  expect(await ruleAgainst('order_lines', line({ final_total: 191 }))).toBe('order_lines_final_check');
  expect(await ruleAgainst('order_lines', line({}))).toBe('accepted');
  expect(await ruleAgainst('order_lines', line({}))).toBe('order_lines_order_id_position_key');

  const at = '2026-03-01T12:00:00Z';
  const step = { order_id, sequence: 0, kind: 'PLACED', status: 'PLACED', at };
  expect(await ruleAgainst('order_steps', step)).toBe('order_steps_sequence_check');
  expect(await ruleAgainst('order_steps', { ...step, sequence: 1 })).toBe('accepted');
  expect(await ruleAgainst('order_steps', { ...step, sequence: 1 })).toBe('order_steps_pkey');

  const alert = () => ({
    id: uuidv7(),
    order_id,
    kind: 'STUCK',
    status: 'READY',
    raised_at: at,
  });
  expect(await ruleAgainst('order_alerts', alert())).toBe('accepted');
  expect(await ruleAgainst('order_alerts', alert())).toBe('order_alerts_one_open');
  const before = '2026-03-01T11:00:00Z';
  expect(await ruleAgainst('order_alerts', { ...alert(), resolved_at: before })).toBe(
    'order_alerts_resolved_at_check',
  );
  expect(await ruleAgainst('order_alerts', { ...alert(), status: 'PACKING', resolved_by: uuidv7() })).toBe(
    'order_alerts_resolved_by_check',
  );
  expect(await ruleAgainst('order_alerts', { ...alert(), resolved_at: at })).toBe('accepted');
  expect(await client.query('DELETE FROM orders WHERE id = $1', [order_id]).catch(() => 'refused')).toBe(
    'refused',
  );
});

test('details that were stored as sentences become kinds, and other texts stay as they are', async () => {
  const older = await createTestDatabase('orders');
  const first = await mkdtemp(path.join(tmpdir(), 'orders-migrations-'));
  const old = new pg.Client({ connectionString: older.url });
  try {
    await cp(path.join(database.folder, 'migrations/0001_init'), path.join(first, '0001_init'), {
      recursive: true,
    });
    await migrate(older.url, first);
    await old.connect();
    const { id, agreed_total: _, ...row } = order();
    const names = Object.keys(row);
    await old.query(
      `INSERT INTO orders (id, ${names.join()}) VALUES ($1, ${names.map((_, i) => `$${i + 2}`).join()})`,
      [id, ...Object.values(row)],
    );
    const details = [
      null,
      'The customer asked for it.',
      'Refunded.',
      'Nobody home',
      'A courier is being found.',
    ];
    for (const [i, detail] of details.entries()) {
      await old.query(
        `INSERT INTO order_steps (order_id, sequence, kind, status, detail, at) VALUES ($1, $2, 'PLACED', 'PLACED', $3, now())`,
        [id, i + 1, detail],
      );
    }
    await migrate(older.url, path.join(database.folder, 'migrations'));
    const { rows } = await old.query('SELECT detail FROM order_steps ORDER BY sequence');
    expect(rows.map(({ detail }) => detail)).toEqual([
      null,
      { kind: 'CANCEL_REASON', reason: 'CUSTOMER_REQUEST' },
      { kind: 'PAYMENT_OUTCOME', outcome: 'REFUNDED' },
      { kind: 'TEXT', text: 'Nobody home' },
      { kind: 'DELIVERY_STATUS', status: 'SCHEDULED' },
    ]);
  } finally {
    await old.end();
    await older.drop();
    await rm(first, { recursive: true });
  }
}, 60_000);
