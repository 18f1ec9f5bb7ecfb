import type { Position } from '../domain/courier.ts';
import type { Tx } from './database.ts';
import { positionOf, type PositionRow } from './rows.ts';

/** The positions of couriers as last written to the database; those without one are missing. */
export async function loadTrackedPositions(
  db: Tx,
  courierIds: readonly string[],
): Promise<Map<string, Position>> {
  const rows = await db.$queryRaw<(PositionRow & { id: string })[]>`
    SELECT id, latitude, longitude, position_at FROM couriers
     WHERE id = ANY(${[...courierIds]}::uuid[]) AND position_at IS NOT NULL`;
  return new Map(
    rows.flatMap((row) => {
      const position = positionOf(row);
      return position ? [[row.id, position] as const] : [];
    }),
  );
}

/** Adds a point to a courier's track; the newest one is the courier's position. */
export async function insertTrackPoint(db: Tx, courierId: string, { location, at }: Position): Promise<void> {
  await db.$executeRaw`
    WITH point AS (
      INSERT INTO track_points (courier_id, at, latitude, longitude)
      VALUES (${courierId}::uuid, ${at}::timestamptz, ${location.latitude}, ${location.longitude})
      ON CONFLICT DO NOTHING
    )
    UPDATE couriers
       SET latitude = ${location.latitude}, longitude = ${location.longitude}, position_at = ${at}::timestamptz
     WHERE id = ${courierId}::uuid AND (position_at IS NULL OR position_at < ${at}::timestamptz)`;
}

/** Deletes up to 5,000 track points older than `days`; returns how many. */
export async function deleteOldTrackPoints(db: Tx, days: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM track_points WHERE (courier_id, at) IN (
      SELECT courier_id, at FROM track_points WHERE at < now() - ${days} * interval '1 day' ORDER BY at LIMIT 5000)`;
}
