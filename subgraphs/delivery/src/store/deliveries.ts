import type { EventData } from '@nakku/contracts';
import type { Delivery, DeliveryStep } from '../domain/delivery.ts';
import { type Sql, statusInHand } from './database.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';

/** Deliveries by id, in any order. */
export async function loadDeliveries(sql: Sql, deliveryIds: readonly string[]): Promise<Delivery[]> {
  const rows = await sql.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE id = ANY(${[...deliveryIds]}::uuid[])`;
  return rows.map(deliveryOf);
}

export async function loadDelivery(sql: Sql, deliveryId: string): Promise<Delivery | null> {
  return (await loadDeliveries(sql, [deliveryId]))[0] ?? null;
}

/** Deliveries by the id of their order, in any order. */
export async function loadDeliveriesOfOrders(sql: Sql, orderIds: readonly string[]): Promise<Delivery[]> {
  const rows = await sql.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE order_id = ANY(${[...orderIds]}::uuid[])`;
  return rows.map(deliveryOf);
}

export async function loadDeliveryOfOrder(sql: Sql, orderId: string): Promise<Delivery | null> {
  return (await loadDeliveriesOfOrders(sql, [orderId]))[0] ?? null;
}

/** What a courier has in hand, oldest first, at most 20. */
export async function loadDeliveriesInHand(sql: Sql, courierId: string): Promise<Delivery[]> {
  const rows = await sql.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries WHERE courier_id = ${courierId}::uuid AND ${statusInHand}
     ORDER BY created_at, id LIMIT 20`;
  return rows.map(deliveryOf);
}

/** A delivery that was just scheduled, with its first step; null if its order has one already. */
export async function insertDelivery(
  sql: Sql,
  deliveryId: string,
  order: EventData<'order.confirmed'>,
): Promise<Delivery | null> {
  const rows = await sql.$queryRaw<DeliveryRow[]>`
    WITH scheduled AS (
      INSERT INTO deliveries
        (id, order_id, store_id, customer_id, status, handover, pickup, dropoff, promise_from, promise_to)
      VALUES (${deliveryId}::uuid, ${order.orderId}::uuid, ${order.storeId}::uuid, ${order.customerId}::uuid,
              'SCHEDULED', ${order.handover}, ${JSON.stringify(order.pickup.address)}::jsonb,
              ${JSON.stringify(order.dropoff)}::jsonb, ${order.promise.from}::timestamptz,
              ${order.promise.to}::timestamptz)
      ON CONFLICT (order_id) DO NOTHING
      RETURNING *
    ), step AS (
      INSERT INTO delivery_steps (delivery_id, sequence, status, at)
      SELECT id, version, status, updated_at FROM scheduled
    )
    SELECT * FROM scheduled`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}

/** Notes that the goods are packed; null if there is no such delivery or it is called off. */
export async function markReady(sql: Sql, orderId: string): Promise<Delivery | null> {
  const rows = await sql.$queryRaw<DeliveryRow[]>`
    UPDATE deliveries SET ready_at = coalesce(ready_at, clock_timestamp())
     WHERE order_id = ${orderId}::uuid AND status <> 'CANCELLED' RETURNING *`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}

/**
 * Counts a wrong hand-over code, if a try is left and the courier carries the goods.
 * @returns the wrong codes so far; null if nothing was counted
 */
export async function countWrongCode(
  sql: Sql,
  o: { deliveryId: string; courierId: string; most: number },
): Promise<number | null> {
  const rows = await sql.$queryRaw<{ code_tries: number }[]>`
    UPDATE deliveries SET code_tries = code_tries + 1
     WHERE id = ${o.deliveryId}::uuid AND courier_id = ${o.courierId}::uuid AND status IN ('PICKED_UP', 'NEARBY')
       AND code_tries < ${o.most}
    RETURNING code_tries`;
  return rows[0]?.code_tries ?? null;
}

/** Steps after `sequence` in order, at most `limit`. */
export function loadSteps(
  sql: Sql,
  deliveryId: string,
  sequence: number,
  limit: number,
): Promise<DeliveryStep[]> {
  return sql.$queryRaw<DeliveryStep[]>`
    SELECT sequence, status, detail, at FROM delivery_steps
     WHERE delivery_id = ${deliveryId}::uuid AND sequence > ${sequence} ORDER BY sequence LIMIT ${limit}`;
}

export async function loadLatestStep(sql: Sql, deliveryId: string): Promise<DeliveryStep | null> {
  const rows = await sql.$queryRaw<DeliveryStep[]>`
    SELECT sequence, status, detail, at FROM delivery_steps
     WHERE delivery_id = ${deliveryId}::uuid ORDER BY sequence DESC LIMIT 1`;
  return rows[0] ?? null;
}

/** The histories of several deliveries, each oldest first and at most `limit` steps. */
export function loadTimelines(
  sql: Sql,
  deliveryIds: readonly string[],
  limit: number,
): Promise<(DeliveryStep & { readonly deliveryId: string })[]> {
  return sql.$queryRaw`
    SELECT delivery_id AS "deliveryId", sequence, status, detail, at FROM delivery_steps
     WHERE delivery_id = ANY(${[...deliveryIds]}::uuid[]) AND sequence <= ${limit}
     ORDER BY delivery_id, sequence`;
}
