import type { Point } from '@nakku/geo';
import type { Place, PlaceKind } from '../domain/place.ts';
import type { Candidate } from '../domain/ranking.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { type PlaceInArea, type PlaceRow, placeOf, rowOf } from './rows.ts';

const COLUMNS = Prisma.raw(
  `id, kind, source, name, street, house_number AS "houseNumber", postcode, city, country, latitude, longitude, weight,
   search_text AS "searchText"`,
);

/** Greater than every text that begins with `prefix`, by code points. */
const behind = (prefix: string): string => `${prefix}\u{10FFFF}`;

/**
 * Places whose folded text begins with `prefix`: the most important of the world, and of `areas`.
 * @param limit of each of the two
 */
export async function placesByPrefix(
  db: Tx,
  o: { readonly prefix: string; readonly areas: readonly bigint[]; readonly limit: number },
): Promise<Candidate[]> {
  const rows = await db.$queryRaw<PlaceRow[]>`
    SELECT ${COLUMNS} FROM places WHERE id IN (
      (SELECT id FROM places WHERE search_text >= ${o.prefix} AND search_text < ${behind(o.prefix)}
       ORDER BY weight DESC, id LIMIT ${o.limit})
      UNION
      (SELECT id FROM places WHERE area = ANY(${[...o.areas]}::bigint[])
         AND search_text >= ${o.prefix} AND search_text < ${behind(o.prefix)}
       ORDER BY weight DESC, id LIMIT ${o.limit}))`;
  return rows.map((row) => ({ place: placeOf(row), searchText: row.searchText, similarity: null }));
}

/**
 * Cities, districts and streets that contain something like `text`, whatever was mistyped: the most similar `limit`; and the
 * addresses of these streets that have one of `houseKeys`.
 */
export async function placesLike(
  db: Tx,
  o: { readonly text: string; readonly houseKeys: readonly string[]; readonly limit: number },
): Promise<Candidate[]> {
  const rows = await db.$queryRaw<(PlaceRow & { similarity: number })[]>`
    WITH streets AS MATERIALIZED (SELECT id, similarity FROM similar_places(${o.text}, ${o.limit}::int)),
      found AS (
        SELECT id, similarity FROM streets
        UNION ALL
        SELECT a.id, s.similarity FROM streets s JOIN places p USING (id)
        JOIN places a ON a.country = p.country AND a.street_key = p.street_key AND a.house_key = ANY(${[...o.houseKeys]})
          AND a.postcode IS NOT DISTINCT FROM p.postcode AND a.city IS NOT DISTINCT FROM p.city)
    SELECT ${COLUMNS}, found.similarity FROM found JOIN places USING (id)`;
  return rows.map((row) => ({
    place: placeOf(row),
    searchText: row.searchText,
    similarity: row.similarity,
  }));
}

const ON_SPHERE = Prisma.raw(
  'cube(ARRAY[cos(radians(latitude)) * cos(radians(longitude)), cos(radians(latitude)) * sin(radians(longitude)), sin(radians(latitude))])',
);

/** On the unit sphere, where the antimeridian and the poles are places like any other. */
function onSphere({ latitude, longitude }: Point): Prisma.Sql {
  const lat = (latitude * Math.PI) / 180;
  const lon = (longitude * Math.PI) / 180;
  const coordinates = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  return Prisma.sql`cube(${coordinates}::float8[])`;
}

const EARTH_RADIUS_METERS = 6_371_008.8;

/** The nearest place of one of `kinds` within `withinMeters`; null if there is none. */
export async function nearestPlace(
  db: Tx,
  o: { readonly point: Point; readonly kinds: readonly PlaceKind[]; readonly withinMeters: number },
): Promise<Place | null> {
  const center = onSphere(o.point);
  const rows = await db.$queryRaw<PlaceRow[]>`
    SELECT ${COLUMNS} FROM places
    WHERE ${ON_SPHERE} <@ cube_enlarge(${center}, ${o.withinMeters / EARTH_RADIUS_METERS}, 3)
      AND kind = ANY(${[...o.kinds]})
    ORDER BY ${ON_SPHERE} <-> ${center} LIMIT 1`;
  const [row] = rows;
  return row === undefined ? null : placeOf(row);
}

/** Addresses with this folded street and house number, and this folded postal code or city, at most `limit`. */
export async function addressesAt(
  db: Tx,
  o: {
    readonly country: string;
    readonly streetKey: string;
    readonly houseKey: string;
    readonly postcodeKey: string;
    readonly cityKey: string;
    readonly limit: number;
  },
): Promise<Place[]> {
  const rows = await db.$queryRaw<PlaceRow[]>`
    SELECT ${COLUMNS} FROM places
    WHERE country = ${o.country} AND street_key = ${o.streetKey} AND house_key = ${o.houseKey}
      AND (search_text LIKE ${`% ${o.postcodeKey} %`} OR search_text LIKE ${`% ${o.cityKey}`})
    ORDER BY id LIMIT ${o.limit}`;
  return rows.map(placeOf);
}

/** Adds places, and overwrites those that are known. An ID stands at most once in `places`. */
export async function upsertPlaces(db: Tx, places: readonly PlaceInArea[]): Promise<void> {
  const rows = JSON.stringify(places.map(rowOf));
  await db.$executeRaw`
    INSERT INTO places (id, kind, source, name, street, house_number, postcode, city, country, latitude, longitude, weight,
      search_text, street_key, house_key, area)
    SELECT * FROM json_to_recordset(${rows}::json) AS r(id text, kind text, source text, name text, street text,
      house_number text, postcode text, city text, country text, latitude float8, longitude float8, weight float8,
      search_text text, street_key text, house_key text, area bigint)
    ON CONFLICT (id) DO UPDATE SET (kind, source, name, street, house_number, postcode, city, country, latitude, longitude,
      weight, search_text, street_key, house_key, area, imported_at) = (excluded.kind, excluded.source, excluded.name, excluded.street,
      excluded.house_number, excluded.postcode, excluded.city, excluded.country, excluded.latitude, excluded.longitude,
      excluded.weight, excluded.search_text, excluded.street_key, excluded.house_key, excluded.area, now())`;
}

/** Lets the planner know what an import added, and index-only scans see it. */
export async function analysePlaces(db: Tx): Promise<void> {
  await db.$executeRaw`ANALYZE places`;
}
