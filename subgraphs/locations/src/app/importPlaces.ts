import type { Place } from '../domain/place.ts';
import { areaOf } from '../ports/h3/cells.ts';
import { analysePlaces, upsertPlaces } from '../store/places.ts';
import type { Deps } from './deps.ts';

/** Places of one transaction. */
const BATCH = 2_000;

/**
 * Adds places to the gazetteer and overwrites those that are known. What was imported stays when a later row fails, so an
 * import can be repeated.
 * @param places an ID that comes again overwrites the earlier one
 * @returns how many rows were written
 */
export async function importPlaces(
  { db, platform }: Pick<Deps, 'db' | 'platform'>,
  places: AsyncIterable<Place> | Iterable<Place>,
): Promise<number> {
  let written = 0;
  let batch = new Map<string, Place>();
  const write = async () => {
    const rows = [...batch.values()].map((place) => ({ place, area: areaOf(place.location) }));
    batch = new Map();
    await platform.transaction((tx) => upsertPlaces(tx.db, rows));
    written += rows.length;
  };
  for await (const place of places) {
    batch.set(place.id, place);
    if (batch.size >= BATCH) await write();
  }
  if (batch.size > 0) await write();
  await analysePlaces(db);
  return written;
}
