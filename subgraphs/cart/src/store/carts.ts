import type { Cart, Line } from '../domain/cart.ts';
import type { TakenLine } from '../domain/lines.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Sql } from './database.ts';
import { type CartRow, cartOf } from './rows.ts';

/** One statement for a whole cart: its lines with the catalogue's and the store's word on each, and its store. */
const select = Prisma.sql`
  SELECT c.id, c.customer_id, c.token_hash, c.address, c.tip, c.handover, c.order_no, c.version, c.updated_at,
         s.state AS store,
         EXISTS (SELECT 1 FROM cart_lines_in_order o WHERE o.cart_id = c.id) AS has_lines_in_order,
         coalesce((
           SELECT jsonb_agg(jsonb_build_object(
                    'lineId', l.id, 'productId', l.product_id, 'quantity', l.quantity, 'note', l.note,
                    'substitution', l.substitution, 'addedPrice', l.added_price, 'addedAt', l.added_at,
                    'available', k.available, 'sku', p.sku, 'name', p.name, 'packaging', p.packaging,
                    'imageUrl', p.image_url, 'price', p.price, 'currency', p.currency, 'taxRate', p.tax_rate,
                    'isSold', p.is_sold) ORDER BY l.added_at, l.id)
             FROM cart_lines l
             LEFT JOIN products p ON p.id = l.product_id
             LEFT JOIN stock k ON k.store_id = c.store_id AND k.product_id = l.product_id
            WHERE l.cart_id = c.id), '[]'::jsonb) AS lines
    FROM carts c LEFT JOIN stores s ON s.id = c.store_id`;

/** Carts by id; those that were merged into another are not found, unless `ended` asks for just them. */
export async function loadCarts(
  sql: Sql,
  cartIds: readonly string[],
  { ended = false } = {},
): Promise<Cart[]> {
  const rows = await sql.$queryRaw<CartRow[]>`
    ${select} WHERE c.id = ANY(${[...cartIds]}::uuid[]) AND (c.ended_at IS NOT NULL) = ${ended}`;
  return rows.map(cartOf);
}

export async function loadCart(sql: Sql, cartId: string): Promise<Cart | null> {
  return (await loadCarts(sql, [cartId]))[0] ?? null;
}

/** A customer's carts, newest first, at most 20. */
export async function loadCartsOf(sql: Sql, customerId: string): Promise<Cart[]> {
  const rows = await sql.$queryRaw<CartRow[]>`
    ${select} WHERE c.customer_id = ${customerId}::uuid AND c.ended_at IS NULL
    ORDER BY c.created_at DESC, c.id DESC LIMIT 20`;
  return rows.map(cartOf);
}

/**
 * Locks carts in the order of their ids, so that two callers cannot deadlock, and then reads them: a statement that
 * locks and reads at once could pair the locked row with lines from before the lock.
 */
export async function lockCarts(sql: Sql, cartIds: readonly string[]): Promise<Cart[]> {
  await sql.$queryRaw`SELECT 1 FROM carts WHERE id = ANY(${[...cartIds]}::uuid[]) ORDER BY id FOR UPDATE`;
  return loadCarts(sql, cartIds);
}

export async function insertCart(
  sql: Sql,
  cart: { id: string; customerId: string | null; tokenHash: string | null; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO carts (id, customer_id, token_hash, created_at, updated_at)
    VALUES (${cart.id}::uuid, ${cart.customerId}::uuid, ${cart.tokenHash}, ${cart.now}, ${cart.now})`;
}

/** How many carts a customer has that live. */
export async function countCartsOf(sql: Sql, customerId: string): Promise<number> {
  // Serialises two tabs of one customer, so that together they cannot pass the limit.
  await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`carts of ${customerId}`}, 0))`;
  const rows = await sql.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM carts WHERE customer_id = ${customerId}::uuid AND ended_at IS NULL`;
  return Number(rows[0]?.count ?? 0);
}

export async function findGuestCart(sql: Sql, tokenHash: string): Promise<string | null> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM carts WHERE token_hash = ${tokenHash} AND ended_at IS NULL`;
  return rows[0]?.id ?? null;
}

/** What of a cart a change writes; its version grows by one. */
export interface CartChange {
  readonly lines?: readonly Line[];
  readonly customerId?: string;
  readonly storeId?: string | null;
  readonly address?: Cart['address'];
  readonly tip?: number;
  readonly handover?: Cart['handover'];
  readonly orderNo?: number;
  readonly ended?: boolean;
}

/** Writes a change of a cart that the caller has locked. */
export async function saveCart(sql: Sql, cart: Cart, change: CartChange, now: Date): Promise<void> {
  if (change.lines) await saveLines(sql, cart.id, change.lines);
  const customerId = change.customerId ?? cart.customerId;
  const storeId = change.storeId === undefined ? (cart.store?.storeId ?? null) : change.storeId;
  const address = change.address === undefined ? cart.address : change.address;
  await sql.$executeRaw`
    UPDATE carts
       SET version = version + 1, updated_at = ${now},
           customer_id = ${customerId}::uuid,
           token_hash = ${customerId === null ? cart.tokenHash : null},
           store_id = ${storeId}::uuid,
           address = ${address === null ? null : JSON.stringify(address)}::jsonb,
           tip = ${change.tip ?? cart.tip},
           handover = ${change.handover ?? cart.handover},
           order_no = ${change.orderNo ?? cart.orderNo},
           ended_at = ${change.ended ? now : null}
     WHERE id = ${cart.id}::uuid`;
}

async function saveLines(sql: Sql, cartId: string, lines: readonly Line[]): Promise<void> {
  const rows = lines.map((line) => ({
    id: line.lineId,
    product_id: line.productId,
    quantity: line.quantity,
    note: line.note,
    substitution: line.substitution,
    added_price: line.addedPrice,
    added_at: line.addedAt.toISOString(),
  }));
  await sql.$executeRaw`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS w(id uuid, product_id uuid, quantity int, note text, substitution text, added_price bigint, added_at timestamptz)
    ), gone AS (
      DELETE FROM cart_lines WHERE cart_id = ${cartId}::uuid AND id NOT IN (SELECT id FROM wanted)
    )
    INSERT INTO cart_lines (id, cart_id, product_id, quantity, note, substitution, added_price, added_at)
    SELECT id, ${cartId}::uuid, product_id, quantity, note, substitution, added_price, added_at FROM wanted
    ON CONFLICT (id) DO UPDATE
       SET quantity = excluded.quantity, note = excluded.note, substitution = excluded.substitution,
           added_price = excluded.added_price`;
}

/** Keeps what left the cart for an order; a repeated call changes nothing. */
export async function keepTaken(
  sql: Sql,
  cartId: string,
  orderId: string,
  taken: readonly TakenLine[],
): Promise<void> {
  const rows = taken.map((line) => ({
    line_id: line.lineId,
    product_id: line.productId,
    quantity: line.quantity,
    note: line.note,
    substitution: line.substitution,
    added_price: line.addedPrice,
    added_at: line.addedAt.toISOString(),
  }));
  await sql.$executeRaw`
    INSERT INTO cart_lines_in_order
      (order_id, line_id, cart_id, product_id, quantity, note, substitution, added_price, added_at)
    SELECT ${orderId}::uuid, line_id, ${cartId}::uuid, product_id, quantity, note, substitution, added_price, added_at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS t(line_id uuid, product_id uuid, quantity int, note text, substitution text, added_price bigint, added_at timestamptz)
    ON CONFLICT DO NOTHING`;
}

/** Forgets what left the cart for an order, and tells what it was. */
export async function dropTaken(sql: Sql, orderId: string): Promise<TakenLine[]> {
  const rows = await sql.$queryRaw<
    {
      line_id: string;
      product_id: string;
      quantity: number;
      note: string | null;
      substitution: Line['substitution'];
      added_price: bigint;
      added_at: Date;
    }[]
  >`
    DELETE FROM cart_lines_in_order WHERE order_id = ${orderId}::uuid
    RETURNING line_id, product_id, quantity, note, substitution, added_price, added_at`;
  return rows.map((row) => ({
    lineId: row.line_id,
    productId: row.product_id,
    quantity: row.quantity,
    note: row.note,
    substitution: row.substitution,
    addedPrice: Number(row.added_price),
    addedAt: row.added_at,
  }));
}
