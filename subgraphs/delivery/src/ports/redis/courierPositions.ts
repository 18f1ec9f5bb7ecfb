import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { CourierPositions } from '../../app/deps.ts';
import type { KnownPosition } from '../../domain/position.ts';
import type { Db } from '../../store/database.ts';
import { insertTrackPoint, loadTrackedPositions } from '../../store/track.ts';

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

/** Positions in Redis, with the database behind it: without Redis couriers ride on. */
export function createCourierPositions({ redis, db }: { redis: Redis; db: Db }): CourierPositions {
  async function fromDatabase(courierIds: readonly string[]): Promise<Map<string, KnownPosition>> {
    const tracked = await loadTrackedPositions(db, courierIds);
    return new Map([...tracked].map(([id, position]) => [id, { ...position, tracked: position }]));
  }

  async function fromRedis(courierIds: readonly string[]): Promise<(string | null)[]> {
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
      const texts = await fromRedis(courierIds);
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
      if (isTrackPoint || swapped === null) await insertTrackPoint(db, courierId, next);
      return true;
    },
  };
}
