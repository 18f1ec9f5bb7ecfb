import type { Courier } from '../domain/courier.ts';
import type { CourierProfile } from '../domain/courierChange.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { type Tx, statusInHand } from './database.ts';
import { courierColumns, courierOf, type CourierRow } from './rows.ts';

export async function loadCouriers(db: Tx, courierIds: readonly string[]): Promise<Courier[]> {
  const rows = await db.$queryRaw<CourierRow[]>`
    SELECT ${courierColumns} FROM couriers c WHERE c.id = ANY(${[...courierIds]}::uuid[])`;
  return rows.map(courierOf);
}

/** The courier whose account this is; null if it is none's. */
export async function loadCourier(db: Tx, courierId: string): Promise<Courier | null> {
  return (await loadCouriers(db, [courierId]))[0] ?? null;
}

/** A new courier, not on shift; false if the user is one already. */
export async function insertCourier(
  db: Tx,
  courier: { readonly courierId: string } & Omit<CourierProfile, 'isActive'>,
): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO couriers (id, display_name, vehicle, capacity)
    VALUES (${courier.courierId}::uuid, ${courier.displayName}, ${courier.vehicle},
            ${courier.capacity})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

/** Conditions on a courier `c` who may ride: not deactivated, and an account that exists is active and has the role. */
const mayRide = Prisma.sql`
  c.deactivated_at IS NULL AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = c.id AND (u.status <> 'ACTIVE' OR NOT u.is_courier))`;

/** A courier, with the row locked until the end of the transaction. */
export async function lockCourier(db: Tx, courierId: string): Promise<Courier | null> {
  const rows = await db.$queryRaw<CourierRow[]>`
    SELECT ${courierColumns} FROM couriers c WHERE c.id = ${courierId}::uuid FOR NO KEY UPDATE`;
  return rows[0] ? courierOf(rows[0]) : null;
}

/** Writes what administrators decide about a courier. @throws Error if there is no such courier */
export async function saveCourierProfile(
  db: Tx,
  courierId: string,
  { displayName, vehicle, capacity, isActive }: CourierProfile,
): Promise<Courier> {
  const rows = await db.$queryRaw<CourierRow[]>`
    UPDATE couriers c
       SET display_name = ${displayName}, vehicle = ${vehicle}, capacity = ${capacity},
           deactivated_at = CASE WHEN ${isActive} THEN NULL ELSE coalesce(deactivated_at, clock_timestamp()) END,
           version = version + 1, profile_version = profile_version + 1, updated_at = clock_timestamp()
     WHERE c.id = ${courierId}::uuid RETURNING ${courierColumns}`;
  if (!rows[0]) throw new Error(`there is no courier ${courierId}`);
  return courierOf(rows[0]);
}

/** Whether there is such a courier, who may ride. */
export async function isAllowedToRide(db: Tx, courierId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM couriers c WHERE c.id = ${courierId}::uuid AND ${mayRide}`;
  return rows.length === 1;
}

/** Begins a shift (again); false if the user may not ride any more. */
export async function beginShift(db: Tx, courierId: string): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE couriers c
       SET is_on_shift = true, version = version + 1, updated_at = clock_timestamp(),
           shift_started_at = CASE WHEN is_on_shift THEN shift_started_at ELSE clock_timestamp() END
     WHERE id = ${courierId}::uuid AND ${mayRide}`;
  return changed === 1;
}

/** Ends a shift if nothing is in hand (or `anyway`); false if something is. */
export async function takeOffShift(db: Tx, courierId: string, { anyway = false } = {}): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE couriers SET is_on_shift = false, version = version + 1, updated_at = clock_timestamp()
     WHERE id = ${courierId}::uuid AND (load = 0 OR ${anyway})`;
  return changed === 1;
}

/** Takes one order off a courier's load. */
export async function releaseCapacity(db: Tx, courierId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE couriers SET load = load - 1, version = version + 1, updated_at = clock_timestamp()
     WHERE id = ${courierId}::uuid`;
}

/**
 * The couriers whom somebody may see because of a delivery: as its customer while it is under way, or as an operator
 * of its store while it is in hand.
 */
export async function couriersVisibleTo(
  db: Tx,
  courierIds: readonly string[],
  viewer: { readonly userId: string; readonly storeIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ courier_id: string }[]>`
    SELECT DISTINCT courier_id FROM deliveries
     WHERE courier_id = ANY(${[...courierIds]}::uuid[]) AND ${statusInHand}
       AND (store_id = ANY(${[...viewer.storeIds]}::uuid[])
            OR (customer_id = ${viewer.userId}::uuid AND status NOT IN ('FAILED', 'RETURNING')))`;
  return new Set(rows.map((row) => row.courier_id));
}
