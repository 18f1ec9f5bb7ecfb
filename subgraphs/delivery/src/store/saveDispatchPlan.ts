import type { NextMove } from '../domain/dispatch.ts';
import type { Tx } from './database.ts';

/** Advisory lock of whoever makes offers. It comes before every row. */
const offersLock = 6_401_001;

export interface PlannedMove {
  readonly deliveryId: string;
  readonly move: NextMove;
  /** Id of the offer that the move makes, if it makes one. */
  readonly offerId: string;
}

export interface MadeOffer {
  readonly offerId: string;
  readonly deliveryId: string;
  readonly courierId: string;
  /** From the moment the delivery entered the queue, in milliseconds. */
  readonly waitedMs: number;
}

/** Lets one process at a time make offers: two that count a courier's open offers side by side would both see the last room. */
export async function lockOffers(db: Tx): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${offersLock})`;
}

/**
 * Writes what the dispatcher decided and releases its claims: an offer only if the delivery still waits and the
 * courier is still on shift with room. A delivery whose courier was lost meanwhile is looked at again at once.
 * Call `lockOffers` in the same transaction before. What was read before the plan may be old, so that several offers
 * to one courier are counted here again.
 * @param o.leaseMs how long an offer is open
 * @param o.pauseMs how long a delivery without an offer waits at most
 */
export function saveDispatchPlan(
  db: Tx,
  moves: readonly PlannedMove[],
  o: { leaseMs: number; pauseMs: number },
): Promise<MadeOffer[]> {
  const wanted = moves.map(({ deliveryId, move, offerId }) => ({
    delivery_id: deliveryId,
    round: move.round,
    is_resting: move.kind === 'wait' && move.isResting,
    passed_over: move.kind === 'wait' ? move.passedOver : [],
    offer_id: move.kind === 'offer' ? offerId : null,
    courier_id: move.kind === 'offer' ? move.courierId : null,
    distance_meters: move.kind === 'offer' ? move.distanceMeters : null,
  }));
  return db.$queryRaw<MadeOffer[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS w(delivery_id uuid, round int, is_resting boolean, passed_over uuid[], offer_id uuid, courier_id uuid,
             distance_meters int)
    ), waiting AS MATERIALIZED (
      SELECT d.id FROM deliveries d WHERE d.id IN (SELECT delivery_id FROM wanted) AND d.status = 'SCHEDULED'
       ORDER BY d.id FOR NO KEY UPDATE
    ), asking AS (
      SELECT w.*, row_number() OVER (PARTITION BY w.courier_id ORDER BY w.offer_id) AS nth
        FROM wanted w JOIN waiting ON waiting.id = w.delivery_id WHERE w.offer_id IS NOT NULL
    ), offered AS (
      INSERT INTO offers (id, delivery_id, courier_id, round, status, distance_meters, created_at, expires_at)
      SELECT a.offer_id, a.delivery_id, a.courier_id, a.round, 'OPEN', a.distance_meters, clock_timestamp(),
             clock_timestamp() + ${o.leaseMs} * interval '1 millisecond'
        FROM asking a JOIN couriers c ON c.id = a.courier_id
       WHERE c.is_on_shift
         AND c.load + (SELECT count(*) FROM offers x WHERE x.courier_id = c.id AND x.status = 'OPEN') + a.nth
             <= c.capacity
      ON CONFLICT (delivery_id) WHERE status = 'OPEN' DO NOTHING
      RETURNING id, delivery_id, courier_id, expires_at
    ), queue AS MATERIALIZED (
      SELECT p.delivery_id FROM dispatches p WHERE p.delivery_id IN (SELECT id FROM waiting)
       ORDER BY p.delivery_id FOR UPDATE
    ), saved AS (
      UPDATE dispatches p
         SET claimed_until = NULL, round = w.round, is_resting = w.is_resting, passed_over = w.passed_over,
             due_at = CASE WHEN w.offer_id IS NULL THEN clock_timestamp() + ${o.pauseMs} * interval '1 millisecond'
                           ELSE coalesce(offered.expires_at, clock_timestamp()) END
        FROM queue JOIN wanted w USING (delivery_id) LEFT JOIN offered USING (delivery_id)
       WHERE p.delivery_id = queue.delivery_id
      RETURNING p.delivery_id, p.created_at
    )
    SELECT offered.id AS "offerId", offered.delivery_id AS "deliveryId", offered.courier_id AS "courierId",
           (extract(epoch FROM clock_timestamp() - saved.created_at) * 1000)::float8 AS "waitedMs"
      FROM offered JOIN saved USING (delivery_id)`;
}
