import type { Offer } from '../domain/offer.ts';
import type { Tx } from './database.ts';
import { offerColumns, type OfferRow, offerOf } from './rows.ts';

/** An offer made to a courier, open or not; a foreign one is not found. */
export async function loadOffer(db: Tx, offerId: string, courierId: string): Promise<Offer | null> {
  const rows = await db.$queryRaw<OfferRow[]>`
    SELECT ${offerColumns} FROM offers o WHERE o.id = ${offerId}::uuid AND o.courier_id = ${courierId}::uuid`;
  return rows[0] ? offerOf(rows[0]) : null;
}

/** What is offered to a courier now, oldest first, at most 20. */
export async function loadOpenOffers(db: Tx, courierId: string): Promise<Offer[]> {
  const rows = await db.$queryRaw<OfferRow[]>`
    SELECT ${offerColumns} FROM offers o JOIN couriers c ON c.id = o.courier_id
     WHERE o.courier_id = ${courierId}::uuid AND o.status = 'OPEN' AND o.expires_at > clock_timestamp()
       AND c.is_on_shift
     ORDER BY o.created_at, o.id LIMIT 20`;
  return rows.map(offerOf);
}

/** Lets an open offer go and has the next courier looked for at once; false if it is not open. */
export async function closeDeclinedOffer(db: Tx, offerId: string, courierId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH declined AS (
      UPDATE offers SET status = 'DECLINED', closed_at = clock_timestamp()
       WHERE id = ${offerId}::uuid AND courier_id = ${courierId}::uuid AND status = 'OPEN'
         AND expires_at > clock_timestamp()
      RETURNING id, delivery_id
    ), woken AS (
      UPDATE dispatches SET due_at = clock_timestamp() FROM declined WHERE dispatches.delivery_id = declined.delivery_id
    )
    SELECT id FROM declined`;
  return rows.length === 1;
}

/** Withdraws the open offer of a delivery; returns the courier who had it. */
export async function withdrawOfferOfDelivery(db: Tx, deliveryId: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ courier_id: string }[]>`
    UPDATE offers SET status = 'WITHDRAWN', closed_at = clock_timestamp()
     WHERE delivery_id = ${deliveryId}::uuid AND status = 'OPEN' RETURNING courier_id`;
  return rows[0]?.courier_id ?? null;
}

/** Withdraws what is offered to a courier who leaves, and has others looked for at once; returns how many. */
export async function withdrawOffersOfCourier(db: Tx, courierId: string): Promise<number> {
  const rows = await db.$queryRaw<{ delivery_id: string }[]>`
    UPDATE offers SET status = 'WITHDRAWN', closed_at = clock_timestamp()
     WHERE id IN (SELECT id FROM offers WHERE courier_id = ${courierId}::uuid AND status = 'OPEN'
                   ORDER BY id FOR UPDATE)
    RETURNING delivery_id`;
  const deliveryIds = rows.map((row) => row.delivery_id);
  if (deliveryIds.length > 0) {
    await db.$executeRaw`
      UPDATE dispatches SET due_at = clock_timestamp()
       WHERE delivery_id IN (SELECT delivery_id FROM dispatches WHERE delivery_id = ANY(${deliveryIds}::uuid[])
                              ORDER BY delivery_id FOR UPDATE)`;
  }
  return rows.length;
}

/** Remembers that a courier gave a delivery back, so that the courier is not asked again for it. */
export async function markGivenUp(db: Tx, deliveryId: string, courierId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE offers SET status = 'GIVEN_UP'
     WHERE delivery_id = ${deliveryId}::uuid AND courier_id = ${courierId}::uuid AND status = 'ACCEPTED'`;
}
