import type { Tx } from './database.ts';

/** Erases what is personal of a courier: the name, wherever it was written, the position and the way. */
export async function eraseCourier(db: Tx, courierId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE couriers
       SET display_name = 'Erased', latitude = NULL, longitude = NULL, position_at = NULL,
           deactivated_at = coalesce(deactivated_at, clock_timestamp()), version = version + 1,
           profile_version = profile_version + 1, updated_at = clock_timestamp()
     WHERE id = ${courierId}::uuid`;
  await db.$executeRaw`DELETE FROM track_points WHERE courier_id = ${courierId}::uuid`;
  await db.$executeRaw`
    UPDATE courier_changes
       SET before = CASE WHEN before IS NOT NULL THEN jsonb_set(before, '{displayName}', '"Erased"') END,
           after = jsonb_set(after, '{displayName}', '"Erased"')
     WHERE courier_id = ${courierId}::uuid`;
  await db.$executeRaw`
    UPDATE delivery_steps s SET params = jsonb_set(s.params, '{courierName}', '"Erased"')
      FROM offers o
     WHERE o.delivery_id = s.delivery_id AND o.courier_id = ${courierId}::uuid AND s.kind = 'ASSIGNED'
       AND s.actor_id = ${courierId}::uuid`;
}

/**
 * Erases what is personal in deliveries of deleted customers that have ended: the address becomes the store's, and what
 * people wrote goes. A delivery that is under way keeps its address until then.
 * @returns how many deliveries were changed, at most `limit`
 */
export async function anonymiseDeliveries(db: Tx, limit: number): Promise<number> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE deliveries
       SET dropoff = jsonb_set(jsonb_set(pickup, '{lines}', '["Erased"]'), '{instructions}', 'null'),
           failure_reason = CASE WHEN failure_reason IS NOT NULL THEN 'Erased' END,
           anonymised_at = clock_timestamp()
     WHERE id IN (
       SELECT d.id FROM deliveries d JOIN users u ON u.id = d.customer_id
        WHERE u.status = 'DELETED' AND d.anonymised_at IS NULL
          AND d.status IN ('DELIVERED', 'RETURNED', 'CANCELLED')
        ORDER BY d.id LIMIT ${limit}::int FOR UPDATE OF d)
    RETURNING id`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await db.$executeRaw`
    UPDATE delivery_steps SET params = jsonb_set(params, '{reason}', '"Erased"')
     WHERE delivery_id = ANY(${ids}::uuid[]) AND kind IN ('FAILED', 'UNASSIGNED', 'COMPLETED_BY_STAFF')`;
  return ids.length;
}
