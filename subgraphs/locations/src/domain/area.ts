import {
  type Area,
  edgesMeet,
  edgesOf,
  type Polygon,
  polygonHolds,
  type Position,
  type Ring,
} from './polygon.ts';

/** Why an area is refused. */
export type AreaProblem =
  | 'NOT_GEOJSON'
  | 'NO_POLYGON'
  | 'TOO_MANY_POSITIONS'
  | 'BAD_POSITION'
  | 'TOO_FEW_POSITIONS'
  | 'NOT_CLOSED'
  | 'NEAR_ANTIMERIDIAN_OR_POLE'
  | 'TOO_LARGE'
  | 'CROSSES_ITSELF'
  | 'HOLE_OUTSIDE';

/** Positions of all rings together. */
export const MAX_POSITIONS = 1_000;
/** Characters of a GeoJSON text. */
export const MAX_GEOJSON = 200_000;
/** Beyond, straight lines on the map are no straight lines on the ground, and cells wrap around. */
const MAX_LATITUDE = 80;
const MAX_LONGITUDE = 179;
/** Height and width of what surrounds an area, in degrees of latitude: about 33 km. */
const MAX_DEGREES = 0.3;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The geometry of a Feature, or of a FeatureCollection of one. */
function geometryOf(value: unknown): unknown {
  if (!isRecord(value)) return null;
  if (value.type === 'Feature') return value.geometry;
  if (value.type !== 'FeatureCollection' || !Array.isArray(value.features)) return value;
  const [feature, ...others]: unknown[] = value.features;
  return others.length === 0 && isRecord(feature) ? feature.geometry : null;
}

/** The coordinates of a Polygon as those of a MultiPolygon; null if it is neither. */
function coordinatesOf(geometry: unknown): unknown[] | null {
  if (!isRecord(geometry) || !Array.isArray(geometry.coordinates)) return null;
  if (geometry.type === 'MultiPolygon') return geometry.coordinates;
  return geometry.type === 'Polygon' ? [geometry.coordinates] : null;
}

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** GeoJSON allows a height as the third number; it is left out. */
function positionOf(value: unknown): Position | null {
  if (!isArray(value) || value.length < 2 || value.length > 3) return null;
  const [longitude, latitude] = value;
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}

const same = (one: Position | undefined, other: Position | undefined): boolean =>
  one?.[0] === other?.[0] && one?.[1] === other?.[1];

function ringProblem(ring: Ring): AreaProblem | null {
  if (ring.length < 4) return 'TOO_FEW_POSITIONS';
  if (!same(ring[0], ring.at(-1))) return 'NOT_CLOSED';
  const isFar = ring.some(
    ([longitude, latitude]) => Math.abs(longitude) > MAX_LONGITUDE || Math.abs(latitude) > MAX_LATITUDE,
  );
  return isFar ? 'NEAR_ANTIMERIDIAN_OR_POLE' : null;
}

/** Neighbours of a ring meet in the position that they share, and there only. */
function crossesItself(polygon: Polygon): boolean {
  const edges = polygon.flatMap((ring, of) =>
    edgesOf(ring).map((edge, index) => ({ edge, of, index, last: ring.length - 2 })),
  );
  return edges.some((one, i) =>
    edges.slice(i + 1).some((other) => {
      const isNext = one.of === other.of && other.index === one.index + 1;
      const isAround = one.of === other.of && one.index === 0 && other.index === one.last;
      if (isNext) return same(one.edge[0], one.edge[1]) || turnsBack(one.edge, other.edge);
      if (isAround) return turnsBack(other.edge, one.edge);
      return edgesMeet(one.edge, other.edge);
    }),
  );
}

/** Whether the second edge lies on the first one, which it follows. */
function turnsBack([a, b]: readonly [Position, Position], [, c]: readonly [Position, Position]): boolean {
  const cross = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);
  const dot = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]);
  return cross === 0 && dot <= 0;
}

function polygonProblem(polygon: Polygon): AreaProblem | null {
  const [outer, ...holes] = polygon;
  if (outer === undefined) return 'NO_POLYGON';
  for (const ring of polygon) {
    const problem = ringProblem(ring);
    if (problem !== null) return problem;
  }
  if (crossesItself(polygon)) return 'CROSSES_ITSELF';
  const isInside = (hole: Ring) => hole[0] !== undefined && polygonHolds([outer], hole[0]);
  return holes.every(isInside) ? null : 'HOLE_OUTSIDE';
}

function isTooLarge(area: Area): boolean {
  const positions = area.flat(2);
  const extent = (axis: 0 | 1): number => {
    const values = positions.map((position) => position[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  return extent(0) > MAX_DEGREES * 2 || extent(1) > MAX_DEGREES;
}

/**
 * The area of a GeoJSON text: a Polygon or MultiPolygon, alone, as a Feature or as a collection of one (RFC 7946, WGS 84).
 * Rings may run either way. The work is bounded by `MAX_GEOJSON` and `MAX_POSITIONS`.
 */
export function parseArea(text: string): { readonly area: Area } | { readonly problem: AreaProblem } {
  if (text.length > MAX_GEOJSON) return { problem: 'TOO_MANY_POSITIONS' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'NOT_GEOJSON' };
  }
  const coordinates = coordinatesOf(geometryOf(value));
  if (coordinates === null) return { problem: 'NOT_GEOJSON' };
  if (coordinates.length === 0) return { problem: 'NO_POLYGON' };
  const area: Position[][][] = [];
  let positions = 0;
  for (const polygon of coordinates) {
    if (!isArray(polygon)) return { problem: 'NOT_GEOJSON' };
    const rings: Position[][] = [];
    for (const ring of polygon) {
      if (!isArray(ring)) return { problem: 'NOT_GEOJSON' };
      positions += ring.length;
      if (positions > MAX_POSITIONS) return { problem: 'TOO_MANY_POSITIONS' };
      const parsed = ring.map(positionOf);
      if (parsed.includes(null)) return { problem: 'BAD_POSITION' };
      rings.push(parsed.filter((position) => position !== null));
    }
    const problem = polygonProblem(rings);
    if (problem !== null) return { problem };
    area.push(rings);
  }
  return isTooLarge(area) ? { problem: 'TOO_LARGE' } : { area };
}

const MESSAGES: Readonly<Record<AreaProblem, string>> = {
  NOT_GEOJSON: 'must be a Polygon or MultiPolygon in GeoJSON',
  NO_POLYGON: 'must have a polygon',
  TOO_MANY_POSITIONS: `must have at most ${MAX_POSITIONS} positions and ${MAX_GEOJSON} characters`,
  BAD_POSITION: 'must have positions of longitude (−180 to 180) and latitude (−90 to 90)',
  TOO_FEW_POSITIONS: 'must have rings of at least four positions',
  NOT_CLOSED: 'must have rings that end where they begin',
  NEAR_ANTIMERIDIAN_OR_POLE: `must be within ±${MAX_LONGITUDE}° longitude and ±${MAX_LATITUDE}° latitude`,
  TOO_LARGE: `must span at most ${MAX_DEGREES}° latitude and ${2 * MAX_DEGREES}° longitude`,
  CROSSES_ITSELF: 'must have rings that neither cross nor touch themselves or each other',
  HOLE_OUTSIDE: 'must have its holes inside the outer ring',
};

/** The problem as the end of a sentence for clients. */
export const areaMessage = (problem: AreaProblem): string => MESSAGES[problem];

/** The area as GeoJSON, a MultiPolygon. */
export const geoJsonOf = (area: Area): string => JSON.stringify({ type: 'MultiPolygon', coordinates: area });
