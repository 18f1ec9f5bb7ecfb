import type { Address } from '@nakku/contracts';
import type { Delivery, Handover } from '../domain/delivery.ts';
import { type Tx, statusInHand } from './database.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';
import { insertStep } from './steps.ts';

/** What is known of a delivery when its order is confirmed. */
export interface NewDelivery {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly storeId: string;
  readonly customerId: string;
  readonly handover: Handover;
  /** Years; events from before it existed have none. */
  readonly ageLimit?: number | null | undefined;
  readonly pickup: Address;
  readonly dropoff: Address;
  /** Instants in ISO 8601. */
  readonly promise: { readonly from: string; readonly to: string };
}

/** Deliveries by id, in any order. */
export async function loadDeliveries(db: Tx, deliveryIds: readonly string[]): Promise<Delivery[]> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE id = ANY(${[...deliveryIds]}::uuid[])`;
  return rows.map(deliveryOf);
}

export async function loadDelivery(db: Tx, deliveryId: string): Promise<Delivery | null> {
  return (await loadDeliveries(db, [deliveryId]))[0] ?? null;
}

/** Deliveries by the id of their order, in any order. */
export async function loadDeliveriesOfOrders(db: Tx, orderIds: readonly string[]): Promise<Delivery[]> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE order_id = ANY(${[...orderIds]}::uuid[])`;
  return rows.map(deliveryOf);
}

export async function loadDeliveryOfOrder(db: Tx, orderId: string): Promise<Delivery | null> {
  return (await loadDeliveriesOfOrders(db, [orderId]))[0] ?? null;
}

/** What a courier has in hand, oldest first, at most 20. */
export async function loadDeliveriesInHand(db: Tx, courierId: string): Promise<Delivery[]> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE courier_id = ${courierId}::uuid AND ${statusInHand}
     ORDER BY created_at, id LIMIT 20`;
  return rows.map(deliveryOf);
}

/** A delivery that was just scheduled, with its first step; null if its order has one already. */
export async function insertDelivery(db: Tx, one: NewDelivery): Promise<Delivery | null> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    WITH scheduled AS (
      INSERT INTO deliveries
        (id, order_id, store_id, customer_id, status, handover, pickup, dropoff, promise_from, promise_to, age_limit)
      VALUES (${one.deliveryId}::uuid, ${one.orderId}::uuid, ${one.storeId}::uuid, ${one.customerId}::uuid,
              'SCHEDULED', ${one.handover}, ${JSON.stringify(one.pickup)}::jsonb,
              ${JSON.stringify(one.dropoff)}::jsonb, ${one.promise.from}::timestamptz,
              ${one.promise.to}::timestamptz, ${one.ageLimit ?? null}::int)
      ON CONFLICT (order_id) DO NOTHING
      RETURNING *
    ), step AS (${insertStep('scheduled', { kind: 'SCHEDULED' })})
    SELECT * FROM scheduled`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}

/** Writes where and how an order is handed over, as long as nobody rides for it. */
export async function setDropoff(
  db: Tx,
  { orderId, dropoff, handover }: Pick<NewDelivery, 'orderId' | 'dropoff' | 'handover'>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE deliveries SET dropoff = ${JSON.stringify(dropoff)}::jsonb, handover = ${handover}, updated_at = clock_timestamp()
    WHERE order_id = ${orderId}::uuid AND status = 'SCHEDULED'`;
}

/** Notes that the goods are packed; null if there is no such delivery or it is called off. */
export async function markReady(db: Tx, orderId: string): Promise<Delivery | null> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    UPDATE deliveries SET ready_at = coalesce(ready_at, clock_timestamp())
     WHERE order_id = ${orderId}::uuid AND status <> 'CANCELLED' RETURNING *`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}

/**
 * Counts a wrong hand-over code, if a try is left and the courier carries the goods.
 * @returns the wrong codes so far; null if nothing was counted
 */
export async function countWrongCode(
  db: Tx,
  o: { deliveryId: string; courierId: string; maxTries: number },
): Promise<number | null> {
  const rows = await db.$queryRaw<{ code_tries: number }[]>`
    UPDATE deliveries SET code_tries = code_tries + 1
     WHERE id = ${o.deliveryId}::uuid AND courier_id = ${o.courierId}::uuid AND status IN ('PICKED_UP', 'NEARBY')
       AND code_tries < ${o.maxTries}
    RETURNING code_tries`;
  return rows[0]?.code_tries ?? null;
}
