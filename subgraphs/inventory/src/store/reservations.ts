import type { Reservation, ReservationState } from '../domain/reservation.ts';
import type { Tx } from './database.ts';

/** Reservation of an order under its lock; null if there is none. */
export async function lockReservation(tx: Tx, orderId: string): Promise<Reservation | null> {
  const [row] = await tx.$queryRaw<Reservation[]>`
    SELECT r.order_id AS "orderId", r.store_id AS "storeId", r.state, r.version,
      (SELECT coalesce(json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity,
        'committed', l.committed) ORDER BY l.product_id), '[]')
       FROM reservation_lines l WHERE l.order_id = r.order_id) AS lines
    FROM reservations r WHERE r.order_id = ${orderId}::uuid
    FOR NO KEY UPDATE OF r`;
  return row ?? null;
}

/** Up to `limit` reservations whose hold has expired, under their locks; those that somebody works on are left out. */
export async function lockExpired(tx: Tx, limit: number): Promise<Reservation[]> {
  return tx.$queryRaw<Reservation[]>`
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
  tx: Tx,
  orderId: string,
): Promise<{ readonly storeId: string; readonly version: number; readonly now: Date } | null> {
  const [row] = await tx.$queryRaw<{ storeId: string; version: number; now: Date }[]>`
    UPDATE reservations SET state = 'PERMANENT', expires_at = NULL, version = version + 1, updated_at = now()
    WHERE order_id = ${orderId}::uuid AND state = 'HELD'
    RETURNING store_id AS "storeId", version, now() AS now`;
  return row ?? null;
}

/** Writes a reservation's next state. Returns the database's clock. */
export async function moveReservations(
  tx: Tx,
  orderIds: readonly string[],
  state: ReservationState,
): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    WITH moved AS (
      UPDATE reservations SET state = ${state}, expires_at = NULL, version = version + 1, updated_at = now()
      WHERE order_id = ANY(${[...orderIds]}::uuid[])
    ) SELECT now() AS now`;
  if (row === undefined) throw new Error('the database returned no time');
  return row.now;
}

/** Takes pieces out of what an order holds, whose lock the transaction has. */
export async function takeFromReservation(
  tx: Tx,
  {
    orderId,
    productId,
    quantity,
  }: { readonly orderId: string; readonly productId: string; readonly quantity: number },
): Promise<void> {
  const changed = await tx.$executeRaw`
    UPDATE reservation_lines SET quantity = quantity - ${quantity}::int
    WHERE order_id = ${orderId}::uuid AND product_id = ${productId}::uuid AND quantity >= ${quantity}::int`;
  if (changed !== 1) throw new Error(`order ${orderId} does not hold ${quantity} of ${productId}`);
}

/** Adds pieces to what an order holds, whose lock the transaction has. */
export async function addToReservation(
  tx: Tx,
  {
    orderId,
    productId,
    quantity,
  }: { readonly orderId: string; readonly productId: string; readonly quantity: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reservation_lines AS l (order_id, product_id, quantity)
    VALUES (${orderId}::uuid, ${productId}::uuid, ${quantity}::int)
    ON CONFLICT (order_id, product_id) DO UPDATE SET quantity = l.quantity + excluded.quantity`;
}

/** Counts one more event of a reservation, whose lock the transaction has. Returns its number and the database's clock. */
export async function noteOutcome(
  tx: Tx,
  orderId: string,
): Promise<{ readonly version: number; readonly at: Date }> {
  const [row] = await tx.$queryRaw<{ version: number; at: Date }[]>`
    UPDATE reservations SET version = version + 1, updated_at = now() WHERE order_id = ${orderId}::uuid
    RETURNING version, now() AS at`;
  if (row === undefined) throw new Error(`order ${orderId} has no reservation`);
  return row;
}
