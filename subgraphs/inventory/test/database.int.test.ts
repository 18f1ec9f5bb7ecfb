import path from 'node:path';
import { drift } from '@nakku/tools/prisma/drift';
import { v7 as uuidv7 } from 'uuid';
import { reconcile } from '../src/store/reconcile.ts';
import { levelOf, stocked, startStoreHarness } from './storeHarness.ts';

let w: Awaited<ReturnType<typeof startStoreHarness>>;
beforeAll(async () => {
  w = await startStoreHarness();
});
afterAll(() => w.close());

test('the migrations make exactly what schema.prisma says', async () => {
  const schema = path.join(import.meta.dirname, '../../../prisma/inventory/schema.prisma');
  expect(await drift(w.world.databaseUrl, schema)).toBe('');
});

test('the CHECKs and partial indexes are there', async () => {
  const checks = await w.pool.query<{ conname: string }>(
    `SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1`,
  );
  expect(checks.rows.map((row) => row.conname)).toEqual([
    'order_returns_restock_check',
    'reservation_lines_committed_check',
    'reservation_lines_quantity_check',
    'reservations_expiry_check',
    'reservations_state_check',
    'reservations_version_check',
    'stock_items_announced_check',
    'stock_items_never_oversold_check',
    'stock_items_on_hand_check',
    'stock_items_reserved_check',
    'stock_items_threshold_check',
    'stock_items_version_check',
    'stock_movements_kind_check',
    'stock_movements_order_check',
    'stock_movements_reason_check',
    'stock_movements_reason_code_check',
    'stock_movements_version_check',
    'store_audit_entries_act_check',
    'store_audit_entries_note_check',
    'stores_closed_dates_check',
    'stores_currency_check',
    'stores_delivery_fee_check',
    'stores_free_delivery_check',
    'stores_latitude_check',
    'stores_lines_check',
    'stores_longitude_check',
    'stores_minimum_order_check',
    'stores_name_check',
    'stores_opening_hours_check',
    'stores_radius_check',
    'stores_status_check',
    'stores_version_check',
  ]);
  const index = await w.pool.query<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE indexname = 'reservations_held_expiry_idx'`,
  );
  expect(index.rows[0]?.indexdef).toContain(`WHERE (state = 'HELD'::text)`);
});

test.each([
  ['on_hand = -1, reserved = -2', 'stock_items_on_hand_check'],
  ['reserved = -1', 'stock_items_reserved_check'],
  ['reserved = 6', 'stock_items_never_oversold_check'],
  ['on_hand = 1000000001', 'stock_items_on_hand_check'],
  ["announced = 'FULL'", 'stock_items_announced_check'],
  ['threshold = -1', 'stock_items_threshold_check'],
])('a stock item cannot have %s', async (set, constraint) => {
  const product = uuidv7();
  const store = await stocked(w.db, w.platform, { [product]: 5 });
  const write = w.pool.query(`UPDATE stock_items SET ${set} WHERE product_id = $1`, [product]);
  await expect(write).rejects.toMatchObject({ code: '23514', constraint });
  expect(await levelOf(w.db, store.storeId, product)).toEqual([5, 0]);
});

test.each([
  ["'RECEIPT', -1, 0"],
  ["'RESERVATION', 0, -1"],
  ["'RELEASE', 0, 1"],
  ["'COMMIT', -1, 0"],
  ["'COMMIT', 1, 1"],
  ["'ADJUSTMENT', 0, 0"],
  ["'THEFT', -1, 0"],
])('a movement cannot be %s', async (values) => {
  const product = uuidv7();
  await stocked(w.db, w.platform, { [product]: 5 });
  const write = w.pool.query(
    `INSERT INTO stock_movements (stock_item_id, version, kind, on_hand_delta, reserved_delta, order_id)
     SELECT id, 9, ${values}, uuidv7() FROM stock_items WHERE product_id = $1`,
    [product],
  );
  await expect(write).rejects.toMatchObject({ code: '23514', constraint: 'stock_movements_kind_check' });
});

test('the ledger is append-only', async () => {
  await stocked(w.db, w.platform, { [uuidv7()]: 5 });
  for (const statement of ['UPDATE stock_movements SET on_hand_delta = 7', 'DELETE FROM stock_movements']) {
    await expect(w.pool.query(statement)).rejects.toThrow('append-only');
  }
});

test('the audit is append-only', async () => {
  const store = await stocked(w.db, w.platform, {});
  await w.pool.query(
    `INSERT INTO store_audit_entries (store_id, actor_id, act) VALUES ($1, uuidv7(), 'STORE_PAUSED')`,
    [store.storeId],
  );
  for (const statement of ['UPDATE store_audit_entries SET note = NULL', 'DELETE FROM store_audit_entries']) {
    await expect(w.pool.query(statement)).rejects.toThrow('append-only');
  }
});

test('two stock items of one product in one store cannot be', async () => {
  const product = uuidv7();
  const store = await stocked(w.db, w.platform, { [product]: 5 });
  const write = w.pool.query('INSERT INTO stock_items (id, store_id, product_id) VALUES (uuidv7(), $1, $2)', [
    store.storeId,
    product,
  ]);
  await expect(write).rejects.toMatchObject({ code: '23505' });
});

test('reconcile finds who wrote past the ledger', async () => {
  const product = uuidv7();
  const store = await stocked(w.db, w.platform, { [product]: 5 });
  expect(await reconcile(w.db)).toEqual([]);
  await w.pool.query('UPDATE stock_items SET on_hand = 7, reserved = 1 WHERE product_id = $1', [product]);
  expect(await reconcile(w.db)).toMatchObject([
    {
      storeId: store.storeId,
      productId: product,
      onHand: 7,
      reserved: 1,
      ledgerOnHand: 5,
      ledgerReserved: 0,
      held: 0,
    },
  ]);
  await w.pool.query('UPDATE stock_items SET on_hand = 5, reserved = 0 WHERE product_id = $1', [product]);
});
