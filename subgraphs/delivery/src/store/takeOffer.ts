import type { Delivery } from '../domain/delivery.ts';
import type { Tx } from './database.ts';
import type { StepNote } from '../domain/step.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';
import { insertStep } from './steps.ts';

/** How far taking an offer came; each part holds only if the one before does. */
export type AcceptedOffer =
  | { readonly kind: 'taken'; readonly delivery: Delivery }
  /** Called off, taken by another, or the offer is no longer open. */
  | { readonly kind: 'gone' }
  /** The courier has as many orders as may be, or is not on shift. */
  | { readonly kind: 'no_room' };

interface AcceptedRow extends DeliveryRow {
  readonly closed: boolean;
  readonly loaded: boolean;
}

/**
 * Gives a delivery to the courier of an open offer: the delivery's row, the offer and the courier's load change in one
 * statement, each only if it still may. Anything but `taken` leaves a part undone: the caller rolls back.
 */
export async function takeOffer(
  db: Tx,
  o: {
    offerId: string;
    deliveryId: string;
    courierId: string;
    eta: Date;
    note: StepNote;
    actorId: string;
  },
): Promise<AcceptedOffer> {
  const rows = await db.$queryRaw<AcceptedRow[]>`
    WITH taken AS (
      UPDATE deliveries
         SET status = 'ASSIGNED', courier_id = ${o.courierId}::uuid, eta = ${o.eta}::timestamptz,
             version = version + 1, updated_at = clock_timestamp()
       WHERE id = ${o.deliveryId}::uuid AND status = 'SCHEDULED'
      RETURNING *
    ), closed AS (
      UPDATE offers SET status = 'ACCEPTED', closed_at = clock_timestamp()
        FROM taken
       WHERE offers.id = ${o.offerId}::uuid AND offers.delivery_id = taken.id
         AND offers.courier_id = ${o.courierId}::uuid AND offers.status = 'OPEN'
         AND offers.expires_at > clock_timestamp()
      RETURNING offers.delivery_id
    ), settled AS (
      DELETE FROM dispatches USING closed WHERE dispatches.delivery_id = closed.delivery_id
      RETURNING dispatches.delivery_id
    ), loaded AS (
      UPDATE couriers SET load = load + 1, version = version + 1, updated_at = clock_timestamp()
        FROM settled
       WHERE couriers.id = ${o.courierId}::uuid AND couriers.is_on_shift AND couriers.load < couriers.capacity
      RETURNING couriers.id
    ), step AS (${insertStep('taken', o.note, o.actorId)})
    SELECT *, EXISTS (SELECT 1 FROM settled) AS closed, EXISTS (SELECT 1 FROM loaded) AS loaded FROM taken`;
  const [row] = rows;
  if (!row?.closed) return { kind: 'gone' };
  return row.loaded ? { kind: 'taken', delivery: deliveryOf(row) } : { kind: 'no_room' };
}
