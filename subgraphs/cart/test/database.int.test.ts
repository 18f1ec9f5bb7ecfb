import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import type pg from 'pg';
import { v7 } from 'uuid';

describe('the database of cart', () => {
  let database: MigratedDatabase;
  let client: pg.Pool;
  beforeAll(async () => {
    database = await migratedDatabase('cart');
    client = database.pool;
  });
  afterAll(() => database.close());

  test('is what schema.prisma says', async () => {
    expect(await database.drift()).toBe('');
  });

  const cart = (more: Record<string, unknown>) => {
    const row: Record<string, unknown> = { id: v7(), customer_id: v7(), ...more };
    const columns = Object.keys(row);
    return client.query(
      `INSERT INTO carts (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING id`,
      Object.values(row),
    );
  };

  test.each([
    ['carts_one_owner', { customer_id: null }],
    ['carts_one_owner', { token_hash: 'x' }],
    ['carts_tip', { tip: -1 }],
    ['carts_tip', { tip: 100_001 }],
    ['carts_attributes', { attributes: '{}' }],
    ['carts_attributes', { attributes: JSON.stringify(Array.from({ length: 11 }, () => ({}))) }],
    ['carts_origin', { origin: 'x' }],
    ['carts_handover', { handover: 'THROWN' }],
    ['carts_order_no', { order_no: -1 }],
    ['carts_version', { version: 0 }],
  ])('%s refuses %j', async (constraint, row) => {
    await expect(cart(row)).rejects.toMatchObject({ constraint });
  });

  test('a secret opens one cart', async () => {
    await cart({ customer_id: null, token_hash: 'same' });
    await expect(cart({ customer_id: null, token_hash: 'same' })).rejects.toMatchObject({
      constraint: 'carts_token_hash_key',
    });
  });

  test('a line holds 1–99 pieces and a product stands in a cart once', async () => {
    const { rows } = await cart({});
    const productId = v7();
    const line = (quantity: number) =>
      client.query(
        `INSERT INTO cart_lines (id, cart_id, product_id, quantity, if_unavailable, added_price, added_at) VALUES ($1, $2, $3, $4, 'MY_CHOICE', 1, now())`,
        [v7(), rows[0]?.id, productId, quantity],
      );
    await expect(line(0)).rejects.toMatchObject({ constraint: 'cart_lines_quantity' });
    await expect(line(100)).rejects.toMatchObject({ constraint: 'cart_lines_quantity' });
    await line(99);
    await expect(line(1)).rejects.toMatchObject({ constraint: 'cart_lines_cart_id_product_id_key' });
  });
});
