import type { Point } from '@nakku/geo';
import type { Position, Vehicle } from '../domain/courier.ts';
import type { WaitingDelivery } from '../domain/dispatch.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { positionOf, type PositionRow } from './rows.ts';

/** Puts a delivery into the queue; it is looked at once the transaction has committed. */
export async function enqueueDispatch(db: Tx, deliveryId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO dispatches (delivery_id, due_at) VALUES (${deliveryId}::uuid, clock_timestamp())
    ON CONFLICT (delivery_id) DO NOTHING`;
}

export async function deleteDispatch(db: Tx, deliveryId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM dispatches WHERE delivery_id = ${deliveryId}::uuid`;
}

/** What a pass of the dispatcher works on. */
export interface Claimed {
  readonly waiting: WaitingDelivery[];
  /** Who lost an offer because it expired. */
  readonly lapsed: { readonly courierId: string }[];
  /** Milliseconds until the next deadline that this claim left for later; null if there is none. */
  readonly nextDueMs: number | null;
}

interface ClaimedRow {
  readonly next_due_ms: number | null;
  /** Null in a single row: nothing was claimed. */
  readonly delivery_id: string | null;
  readonly round: number;
  readonly is_resting: boolean;
  readonly is_due: boolean;
  readonly store: Point;
  readonly offered: string[];
  readonly gave_up: string[];
  readonly lapsed_courier_id: string | null;
}

/** Couriers on shift with room for another order. */
const freeCouriers = Prisma.sql`
  SELECT c.id FROM couriers c
   WHERE c.is_on_shift
     AND c.load + (SELECT count(*) FROM offers o WHERE o.courier_id = c.id AND o.status = 'OPEN') < c.capacity`;

/** Of a dispatch `p`. */
const hasOpenOffer = Prisma.sql`
  EXISTS (SELECT 1 FROM offers o WHERE o.delivery_id = p.delivery_id AND o.status = 'OPEN')`;

/**
 * Takes deliveries to work on, oldest first, for the time of a lease: those whose offer has expired, and those without
 * an offer for which there is a free courier who did not give it back, if their deadline has come or the courier was
 * neither asked nor passed over in this round. So what waits while nobody is free costs nothing. What another process
 * works on is passed over. Offers that have expired are closed.
 */
export async function claimDispatches(db: Tx, limit: number, leaseMs: number): Promise<Claimed> {
  const rows = await db.$queryRaw<ClaimedRow[]>`
    WITH free AS MATERIALIZED (${freeCouriers}), due AS MATERIALIZED (
      SELECT p.delivery_id, p.due_at <= now() AS is_due FROM dispatches p
       WHERE (p.claimed_until IS NULL OR p.claimed_until <= now())
         AND CASE WHEN ${hasOpenOffer} THEN p.due_at <= now()
             ELSE EXISTS (SELECT 1 FROM free f
                           WHERE NOT EXISTS (SELECT 1 FROM offers o
                                              WHERE o.delivery_id = p.delivery_id AND o.courier_id = f.id
                                                AND (o.status = 'GIVEN_UP'
                                                     OR (p.due_at > now() AND o.round = p.round
                                                         AND o.created_at >= p.created_at)))
                             AND (p.due_at <= now() OR f.id <> ALL(p.passed_over))) END
       ORDER BY p.created_at, p.delivery_id LIMIT ${limit} FOR UPDATE OF p SKIP LOCKED
    ), lapsed AS (
      UPDATE offers SET status = 'LAPSED', closed_at = clock_timestamp()
       WHERE id IN (SELECT o.id FROM offers o JOIN due USING (delivery_id)
                     WHERE o.status = 'OPEN' AND o.expires_at <= clock_timestamp() FOR UPDATE OF o SKIP LOCKED)
      RETURNING delivery_id, courier_id
    ), claimed AS (
      UPDATE dispatches p SET claimed_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        FROM due WHERE p.delivery_id = due.delivery_id
      RETURNING p.delivery_id, p.round, p.is_resting, p.created_at, due.is_due
    ), later AS (
      SELECT (extract(epoch FROM min(least_at) - clock_timestamp()) * 1000)::float8 AS next_due_ms
        FROM (SELECT CASE WHEN p.claimed_until > now() THEN p.claimed_until ELSE p.due_at END AS least_at
                FROM dispatches p
               WHERE greatest(p.due_at, p.claimed_until) > now()
                 AND (EXISTS (SELECT 1 FROM free) OR ${hasOpenOffer})) AS open
    )
    SELECT later.next_due_ms, p.delivery_id, p.round, p.is_resting, p.is_due, d.pickup -> 'location' AS store,
           l.courier_id AS lapsed_courier_id,
           ARRAY(SELECT o.courier_id FROM offers o WHERE o.delivery_id = p.delivery_id AND o.round = p.round
                    AND o.created_at >= p.created_at) AS offered,
           ARRAY(SELECT o.courier_id FROM offers o WHERE o.delivery_id = p.delivery_id AND o.status = 'GIVEN_UP')
             AS gave_up
      FROM later LEFT JOIN (claimed p JOIN deliveries d ON d.id = p.delivery_id) ON true
                 LEFT JOIN lapsed l ON l.delivery_id = p.delivery_id
     ORDER BY p.created_at, p.delivery_id`;
  const claimed = rows.flatMap(({ delivery_id: deliveryId, ...row }) =>
    deliveryId === null ? [] : [{ ...row, deliveryId }],
  );
  return {
    nextDueMs: rows[0]?.next_due_ms ?? null,
    waiting: claimed.map((row) => ({
      deliveryId: row.deliveryId,
      store: row.store,
      round: row.round,
      isResting: row.is_resting,
      isDue: row.is_due,
      offered: new Set(row.offered),
      gaveUp: new Set(row.gave_up),
    })),
    lapsed: claimed.flatMap((row) =>
      row.lapsed_courier_id === null ? [] : [{ courierId: row.lapsed_courier_id }],
    ),
  };
}

export interface FreeCourierRow {
  readonly courierId: string;
  readonly vehicle: Vehicle;
  readonly free: number;
  /** As last written to the database. */
  readonly position: Position | null;
}

/** Couriers on shift with room for another order; at most 1000, those with most room first. */
export async function loadFreeCouriers(db: Tx): Promise<FreeCourierRow[]> {
  const rows = await db.$queryRaw<(PositionRow & { id: string; vehicle: Vehicle; free: number })[]>`
    SELECT * FROM (
      SELECT c.id, c.vehicle, c.latitude, c.longitude, c.position_at,
             (c.capacity - c.load
              - (SELECT count(*) FROM offers o WHERE o.courier_id = c.id AND o.status = 'OPEN'))::int AS free
        FROM couriers c WHERE c.is_on_shift
    ) AS on_shift WHERE free > 0 ORDER BY free DESC, id LIMIT 1000`;
  return rows.map((row) => ({
    courierId: row.id,
    vehicle: row.vehicle,
    free: row.free,
    position: positionOf(row),
  }));
}
