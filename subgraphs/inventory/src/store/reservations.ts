import { holds, type Reservation, type ReservationState } from '../domain/reservation.ts';
import { release } from '../domain/stock.ts';
import { publishReleased } from '../events/publishReservation.ts';
import { book } from './book.ts';
import type { Sql, StockTransaction } from './database.ts';
import { lockStockItems } from './stockItems.ts';

/** Reservation of an order under its lock; null if there is none. */
export async function lockReservation(db: Sql, orderId: string): Promise<Reservation | null> {
  const [row] = await db.$queryRaw<Reservation[]>`
    SELECT r.order_id AS "orderId", r.store_id AS "storeId", r.state, r.version,
      (SELECT coalesce(json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity,
        'committed', l.committed) ORDER BY l.product_id), '[]')
       FROM reservation_lines l WHERE l.order_id = r.order_id) AS lines
    FROM reservations r WHERE r.order_id = ${orderId}::uuid
    FOR NO KEY UPDATE OF r`;
  return row ?? null;
}

/** Up to `limit` reservations whose hold has expired, under their locks; those that somebody works on are left out. */
export async function lockExpired(db: Sql, limit: number): Promise<Reservation[]> {
  return db.$queryRaw<Reservation[]>`
    WITH expired AS MATERIALIZED (
      SELECT order_id, store_id, state, version FROM reservations
      WHERE state = 'HELD' AND expires_at <= now() ORDER BY expires_at LIMIT ${limit}
      FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT e.order_id AS "orderId", e.store_id AS "storeId", e.state, e.version,
      (SELECT coalesce(json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity,
        'committed', l.committed)), '[]') FROM reservation_lines l WHERE l.order_id = e.order_id) AS lines
    FROM expired e`;
}

/**
 * Makes a hold permanent, in one conditional statement: also one that has expired, as long as nobody needed its pieces
 * and swept it. Null: there was no hold.
 */
export async function confirmHold(
  db: Sql,
  orderId: string,
): Promise<{ readonly storeId: string; readonly version: number; readonly now: Date } | null> {
  const [row] = await db.$queryRaw<{ storeId: string; version: number; now: Date }[]>`
    UPDATE reservations SET state = 'PERMANENT', expires_at = NULL, version = version + 1, updated_at = now()
    WHERE order_id = ${orderId}::uuid AND state = 'HELD'
    RETURNING store_id AS "storeId", version, now() AS now`;
  return row ?? null;
}

/** Writes a reservation's next state. Returns the database's clock. */
export async function moveReservations(
  db: Sql,
  orderIds: readonly string[],
  state: ReservationState,
): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`
    WITH moved AS (
      UPDATE reservations SET state = ${state}, expires_at = NULL, version = version + 1, updated_at = now()
      WHERE order_id = ANY(${[...orderIds]}::uuid[])
    ) SELECT now() AS now`;
  if (row === undefined) throw new Error('the database told no time');
  return row.now;
}

/** Gives back what these reservations hold, which the transaction has locked, and publishes it. */
export async function releaseAll(
  tx: StockTransaction,
  reservations: readonly Reservation[],
  state: 'RELEASED' | 'EXPIRED',
): Promise<void> {
  const held = reservations.filter((one) => holds(one.state));
  if (held.length === 0) return;
  const lines = held.flatMap(({ orderId, storeId, lines }) =>
    lines.map((line) => ({ ...line, orderId, storeId })),
  );
  const items = await lockStockItems(tx.db, lines);
  const bookings = items.map((item) => ({
    item,
    movements: lines
      .filter(
        (line) => line.storeId === item.storeId && line.productId === item.productId && line.quantity > 0,
      )
      .map((line) => release(line.quantity, line.orderId)),
  }));
  await book(
    tx,
    bookings.filter((booking) => booking.movements.length > 0),
  );
  const at = await moveReservations(
    tx.db,
    held.map((one) => one.orderId),
    state,
  );
  for (const one of held) publishReleased(tx, { ...one, version: one.version + 1, at });
}
