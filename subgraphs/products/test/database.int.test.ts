import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import type pg from 'pg';

let database: MigratedDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await migratedDatabase('products');
  pool = database.pool;
  await pool.query(`
    INSERT INTO categories (id, slug, name, ancestor_ids)
      VALUES ('01900000-0000-7000-8000-000000000001', 'dairy', 'Dairy', '{01900000-0000-7000-8000-000000000001}');
    INSERT INTO products (id, sku, slug, name, size, unit, price, currency, tax_rate, category_id)
      VALUES (uuidv7(), 'A', 'a', 'Milk', 1, 'LITER', 100, 'EUR', 700, '01900000-0000-7000-8000-000000000001');
    INSERT INTO price_entries (id, product_id, price, valid_from) SELECT uuidv7(), id, 90, now() FROM products`);
});
afterAll(() => database.close());

test('the migrations make exactly what schema.prisma says', async () => {
  expect(await database.drift()).toBe('');
});

test('the partial indexes are there', async () => {
  const { rows } = await pool.query<{ indexname: string }>(
    `SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%WHERE (status = ''ACTIVE''::text)' ORDER BY 1`,
  );
  expect(rows.map((row) => row.indexname)).toEqual([
    'products_sold_by_age_idx',
    'products_sold_by_brand_idx',
    'products_sold_by_name_idx',
    'products_sold_by_price_idx',
  ]);
});

test.each([
  ["sku = 'a b'", 'products_sku_check'],
  ["slug = 'A'", 'products_slug_check'],
  ["name = ''", 'products_name_check'],
  ["description = ''", 'products_description_check'],
  ["brand = ''", 'products_brand_check'],
  ['size = 0', 'products_size_check'],
  ["unit = 'CUP'", 'products_unit_check'],
  ['price = 0', 'products_price_check'],
  ['price = 1000000001', 'products_price_check'],
  ["currency = 'eur'", 'products_currency_check'],
  ['tax_rate = 10001', 'products_tax_rate_check'],
  ["image_urls = array_fill('x'::text, '{11}')", 'products_images_check'],
  ["attributes = '{}'", 'products_attributes_check'],
  ["tags = array_fill('x'::text, '{31}')", 'products_tags_check'],
  ['compare_at_price = 0', 'products_compare_at_price_check'],
  ['base_price = 0', 'products_base_price_check'],
  ["store_prices = '{}'", 'products_store_prices_check'],
  ['deposit = 0', 'products_deposit_check'],
  ['deposit = price', 'products_deposit_check'],
  ["ingredients = ''", 'products_ingredients_check'],
  ["nutrition = '[]'", 'products_nutrition_check'],
  ["origin = 'de'", 'products_origin_check'],
  ["storage = 'HOT'", 'products_storage_check'],
  ["allergens = array_fill('MILK'::text, '{15}')", 'products_allergens_check'],
  ['min_per_order = 0', 'products_per_order_check'],
  ['min_per_order = 3, max_per_order = 2', 'products_per_order_check'],
  ['max_per_order = 100', 'products_per_order_check'],
  ['age_limit = 11', 'products_age_limit_check'],
  ["status = 'GONE'", 'products_status_check'],
  ["status = 'ARCHIVED'", 'products_archived_check'],
  ['version = 0', 'products_version_check'],
])('a product cannot have %s', async (set, constraint) => {
  await expect(pool.query(`UPDATE products SET ${set}`)).rejects.toMatchObject({ code: '23514', constraint });
});

test.each([
  ['price = 0', 'price_entries_price_check'],
  ['price = 1000000001', 'price_entries_price_check'],
  ['valid_until = valid_from', 'price_entries_valid_check'],
  ['version = 0', 'price_entries_version_check'],
])('an entry of the price list cannot have %s', async (set, constraint) => {
  await expect(pool.query(`UPDATE price_entries SET ${set}`)).rejects.toMatchObject({
    code: '23514',
    constraint,
  });
});

test.each([
  ["slug = '-'", 'categories_slug_check'],
  ["name = ''", 'categories_name_check'],
  ["ancestor_ids = '{}'", 'categories_depth_check'],
  ["ancestor_ids = array_fill(id, '{7}')", 'categories_depth_check'],
  ['ancestor_ids = ARRAY[uuidv7()]', 'categories_path_check'],
  ['ancestor_ids = ARRAY[uuidv7(), id]', 'categories_path_check'],
  ["status = 'GONE'", 'categories_status_check'],
  ['version = 0', 'categories_version_check'],
])('a category cannot have %s', async (set, constraint) => {
  await expect(pool.query(`UPDATE categories SET ${set}`)).rejects.toMatchObject({
    code: '23514',
    constraint,
  });
});
