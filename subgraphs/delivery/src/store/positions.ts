import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Position } from '../domain/courier.ts';
import type { KnownPosition } from '../domain/position.ts';
import type { Sql } from './database.ts';
import { positionOf, type PositionRow } from './rows.ts';

/** Where couriers are: the newest position in Redis, the thinned track and a fallback in Postgres. */
export interface Positions {
  /** The newest known position of each courier; those without one are missing. */
  lastOf(courierIds: readonly string[]): Promise<Map<string, KnownPosition>>;
  /** Replaces `expected` by `next`; false if somebody else replaced it first. */
  replace(
    courierId: string,
    expected: KnownPosition | null,
    next: KnownPosition,
    isTrackPoint: boolean,
  ): Promise<boolean>;
  /** Sets the position whatever was before, with a new point of the track: a shift begins there. */
  begin(courierId: string, position: Position): Promise<void>;
}

/** Longer than any shift. */
const keptSeconds = 86_400;

const stored = z
  .tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()])
  .transform(([latitude, longitude, at, trackedLatitude, trackedLongitude, trackedAt]): KnownPosition => ({
    location: { latitude, longitude },
    at: new Date(at),
    tracked: {
      location: { latitude: trackedLatitude, longitude: trackedLongitude },
      at: new Date(trackedAt),
    },
  }));

function encode({ location, at, tracked }: KnownPosition): string {
  return JSON.stringify([
    location.latitude,
    location.longitude,
    at.getTime(),
    tracked.location.latitude,
    tracked.location.longitude,
    tracked.at.getTime(),
  ]);
}

/** A missing key may follow a fallback read, so it counts as whatever was expected. */
const replaceScript = `
local now = redis.call('GET', KEYS[1])
if now and now ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`;

const keyOf = (courierId: string): string => `delivery:position:${courierId}`;

export function createPositions(o: { redis: Redis; sql: Sql }): Positions {
  const { redis, sql } = o;

  async function fromDatabase(courierIds: readonly string[]): Promise<Map<string, KnownPosition>> {
    const rows = await sql.$queryRaw<(PositionRow & { id: string })[]>`
      SELECT id, latitude, longitude, position_at FROM couriers
       WHERE id = ANY(${[...courierIds]}::uuid[]) AND position_at IS NOT NULL`;
    return new Map(
      rows.flatMap((row) => {
        const position = positionOf(row);
        return position ? [[row.id, { ...position, tracked: position }] as const] : [];
      }),
    );
  }

  async function track(courierId: string, { location, at }: Position): Promise<void> {
    await sql.$executeRaw`
      WITH point AS (
        INSERT INTO track_points (courier_id, at, latitude, longitude)
        VALUES (${courierId}::uuid, ${at}::timestamptz, ${location.latitude}, ${location.longitude})
        ON CONFLICT DO NOTHING
      )
      UPDATE couriers
         SET latitude = ${location.latitude}, longitude = ${location.longitude}, position_at = ${at}::timestamptz
       WHERE id = ${courierId}::uuid AND (position_at IS NULL OR position_at < ${at}::timestamptz)`;
  }

  async function inRedis(courierIds: readonly string[]): Promise<(string | null)[]> {
    try {
      return await redis.mget(courierIds.map(keyOf));
    } catch {
      // Redis is away: the database's older positions must do.
      return courierIds.map(() => null);
    }
  }

  async function swap(key: string, expected: string, next: string): Promise<boolean | null> {
    try {
      return (await redis.eval(replaceScript, 1, key, expected, next, keptSeconds)) === 1;
    } catch {
      return null;
    }
  }

  return {
    async lastOf(courierIds) {
      if (courierIds.length === 0) return new Map();
      const texts = await inRedis(courierIds);
      const found = new Map<string, KnownPosition>();
      courierIds.forEach((courierId, i) => {
        const text = texts[i];
        if (text) found.set(courierId, stored.parse(JSON.parse(text)));
      });
      const missing = courierIds.filter((courierId) => !found.has(courierId));
      if (missing.length === 0) return found;
      return new Map([...found, ...(await fromDatabase(missing))]);
    },

    async replace(courierId, expected, next, isTrackPoint) {
      const swapped = await swap(keyOf(courierId), expected ? encode(expected) : '', encode(next));
      if (swapped === false) return false;
      // Without Redis every position is kept, so that the next one finds it.
      if (isTrackPoint || swapped === null) await track(courierId, next);
      return true;
    },

    async begin(courierId, position) {
      const known = encode({ ...position, tracked: position });
      try {
        await redis.set(keyOf(courierId), known, 'EX', keptSeconds);
      } catch {
        // The database has it.
      }
      await track(courierId, position);
    },
  };
}

/** Deletes track points older than `days`, in bites. */
export async function pruneTrack(sql: Sql, days: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM track_points WHERE (courier_id, at) IN (
      SELECT courier_id, at FROM track_points WHERE at < now() - ${days} * interval '1 day' ORDER BY at LIMIT 5000)`;
}
