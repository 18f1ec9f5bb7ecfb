import { checkoutOptions } from '@nakku/contracts';
import { jsonRow } from '@nakku/platform';
import type { Cart, Line } from '../domain/cart.ts';
import type { CartChange } from '../domain/change.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { columnList, selectList } from './columns.ts';
import type { Tx } from './database.ts';
import { usablePromotions } from './usablePromotions.ts';
import { cartFields, type CartRow, cartOf, changedFields, lineColumns, lineRecord, lineRow } from './rows.ts';

/**
 * One statement for a whole cart: its lines with the catalogue's and the store's word on each, its store and promotions.
 * @param storeId the cart's own store, or another one in its place
 */
const selectAt = (storeId: Prisma.Sql) => Prisma.sql`
  SELECT ${selectList(cartFields, 'c')}, s.state AS store,
         (SELECT r.version FROM carts r WHERE r.id = c.id) AS "readVersion",
         coalesce((
           SELECT jsonb_agg(n.entry || jsonb_build_object('name', p.name) ORDER BY n.position)
             FROM jsonb_array_elements(c.not_returned) WITH ORDINALITY AS n(entry, position)
             LEFT JOIN products p ON p.id = (n.entry ->> 'productId')::uuid), '[]'::jsonb) AS "notReturned",
         EXISTS (SELECT 1 FROM cart_lines_in_order o WHERE o.cart_id = c.id) AS "hasLinesInOrder",
         coalesce((
           SELECT jsonb_agg(jsonb_build_object(
                    'lineId', l.id, 'productId', l.product_id, 'quantity', l.quantity, 'note', l.note,
                    'ifUnavailable', l.if_unavailable, 'addedPrice', l.added_price, 'addedAt', l.added_at,
                    'available', k.available, 'sku', p.sku, 'name', p.name, 'packaging', p.packaging,
                    'imageUrl', p.image_url, 'price', p.price, 'currency', p.currency, 'taxRate', p.tax_rate, 'ageLimit', p.age_limit,
                    'isSold', p.is_sold, 'minPerOrder', p.min_per_order, 'maxPerOrder', p.max_per_order,
                    'storePrices', p.store_prices, 'categoryId', p.category_id) ORDER BY l.added_at, l.id)
             FROM cart_lines l
             LEFT JOIN products p ON p.id = l.product_id
             LEFT JOIN stock k ON k.store_id = ${storeId} AND k.product_id = l.product_id
            WHERE l.cart_id = c.id), '[]'::jsonb) AS lines,
         ${usablePromotions(storeId)} AS promotions
    FROM carts c LEFT JOIN stores s ON s.id = ${storeId}`;
const select = selectAt(Prisma.sql`c.store_id`);

/** Carts by id; those that were merged into another are not found, unless `ended` asks for just them. */
export async function loadCarts(tx: Tx, cartIds: readonly string[], { ended = false } = {}): Promise<Cart[]> {
  const rows = await tx.$queryRaw<CartRow[]>`
    ${select} WHERE c.id = ANY(${[...cartIds]}::uuid[]) AND (c.ended_at IS NOT NULL) = ${ended}`;
  return rows.map(cartOf);
}

export async function loadCart(tx: Tx, cartId: string): Promise<Cart | null> {
  return (await loadCarts(tx, [cartId]))[0] ?? null;
}

/** A cart as it would be at another store. */
export async function loadCartAt(tx: Tx, cartId: string, storeId: string): Promise<Cart | null> {
  const rows = await tx.$queryRaw<CartRow[]>`
    ${selectAt(Prisma.sql`${storeId}::uuid`)} WHERE c.id = ${cartId}::uuid AND c.ended_at IS NULL`;
  return rows[0] ? cartOf(rows[0]) : null;
}

/** A customer's carts, newest first, at most 20. */
export async function loadCartsOf(tx: Tx, customerId: string): Promise<Cart[]> {
  const rows = await tx.$queryRaw<CartRow[]>`
    ${select} WHERE c.customer_id = ${customerId}::uuid AND c.ended_at IS NULL
    ORDER BY c.created_at DESC, c.id DESC LIMIT 20`;
  return rows.map(cartOf);
}

/** All carts of a customer, also those that ended. */
export async function cartIdsOf(tx: Tx, customerId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM carts WHERE customer_id = ${customerId}::uuid`;
  return rows.map((row) => row.id);
}

/** Locks carts in the order of their ids, so that two callers cannot deadlock, and reads them. */
export async function lockCarts(tx: Tx, cartIds: readonly string[]): Promise<Cart[]> {
  const rows = await tx.$queryRaw<CartRow[]>`
    ${select} WHERE c.id = ANY(${[...cartIds]}::uuid[]) AND c.ended_at IS NULL ORDER BY c.id FOR UPDATE OF c`;
  // If a lock was waited for, the cart's row is the new one and its lines are those from before.
  const areCurrent = rows.every(({ version, readVersion }) => version === readVersion);
  return areCurrent ? rows.map(cartOf) : loadCarts(tx, cartIds);
}

/**
 * The statement that writes a new cart.
 * @param origin hash of the network address that a guest comes from
 */
export function newCartWrite(cart: Cart, origin: string | null): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO carts (id, customer_id, token_hash, origin, created_at, updated_at)
    VALUES (${cart.id}::uuid, ${cart.customerId}::uuid, ${cart.tokenHash}, ${origin}, ${cart.updatedAt}, ${cart.updatedAt})`;
}

/** How many guests' carts that live came from an address; counts no further than `limit`. */
export async function countGuestCarts(tx: Tx, origin: string, limit: number): Promise<number> {
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count
      FROM (SELECT 1 FROM carts
             WHERE origin = ${origin} AND token_hash IS NOT NULL AND ended_at IS NULL LIMIT ${limit}) AS found`;
  return Number(rows[0]?.count ?? 0);
}

export async function findGuestCart(tx: Tx, tokenHash: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM carts WHERE token_hash = ${tokenHash} AND ended_at IS NULL`;
  return rows[0]?.id ?? null;
}

/** Statements that write a change of a cart that the caller has locked. */
export function cartWrites(cart: Cart, change: CartChange, now: Date): Prisma.Sql[] {
  const { customerId, tokenHash } = cart;
  const { lines, ended = false, ...fields } = change;
  const row = {
    ...{ customerId, address: cart.address, tip: cart.tip, orderNo: cart.orderNo, coupons: cart.coupons },
    ...{ storeId: cart.store?.storeId ?? null, ...checkoutOptions.parse(cart), ...fields },
    notReturned: (change.notReturned ?? cart.notReturned).map(({ productId, quantity }) => ({
      productId,
      quantity,
    })),
    ...{ id: cart.id, version: cart.version + 1, updatedAt: now, endedAt: ended ? now : null },
  };
  const isGuest = row.customerId === null;
  const own = Prisma.sql`
    UPDATE carts c
       SET (${columnList(changedFields)}) = (${columnList(changedFields, 'n')}), origin = CASE WHEN ${isGuest} THEN c.origin END
      FROM json_populate_record(NULL::carts, ${jsonRow({ ...row, tokenHash: isGuest ? tokenHash : null })}::json) n
     WHERE c.id = n.id`;
  return lines ? [...lineWrites(cart.id, lines), own] : [own];
}

function lineWrites(cartId: string, lines: readonly Line[]): Prisma.Sql[] {
  const lineIds = lines.map(({ lineId }) => lineId);
  return [
    Prisma.sql`DELETE FROM cart_lines WHERE cart_id = ${cartId}::uuid AND id <> ALL(${lineIds}::uuid[])`,
    Prisma.sql`
    INSERT INTO cart_lines (cart_id, id, ${lineColumns})
    SELECT ${cartId}::uuid, line_id, ${lineColumns}
      FROM jsonb_to_recordset(${JSON.stringify(lines.map(lineRow))}::jsonb) AS w(${lineRecord})
    ON CONFLICT (id) DO UPDATE
       SET quantity = excluded.quantity, note = excluded.note, if_unavailable = excluded.if_unavailable,
           added_price = excluded.added_price`,
  ];
}

/** Guests' carts that nobody has changed since `before`, under their locks; those that somebody works on are left out. */
export async function lockIdleGuestCarts(tx: Tx, before: Date, limit: number): Promise<Cart[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM carts WHERE token_hash IS NOT NULL AND ended_at IS NULL AND updated_at < ${before}
    ORDER BY updated_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return loadCarts(
    tx,
    rows.map((row) => row.id),
  );
}

/** Removes carts with their lines. */
export async function deleteCarts(tx: Tx, cartIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM carts WHERE id = ANY(${[...cartIds]}::uuid[])`;
}

/** Removes carts that ended before `before`, at most `limit`. Returns how many. */
export function deleteEndedCarts(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM carts WHERE id IN (SELECT id FROM carts WHERE ended_at < ${before} ORDER BY ended_at LIMIT ${limit})`;
}
