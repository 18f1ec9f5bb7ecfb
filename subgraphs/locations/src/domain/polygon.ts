import type { Point } from '@nakku/geo';

/** Longitude and latitude, as GeoJSON orders them. */
export type Position = readonly [longitude: number, latitude: number];
/** Closed: the last position is the first one. */
export type Ring = readonly Position[];
/** An outer ring, then its holes. */
export type Polygon = readonly Ring[];
/** Polygons that together are one area. */
export type Area = readonly Polygon[];

/** Edges of a ring: each pair of neighbours. */
export function edgesOf(ring: Ring): (readonly [Position, Position])[] {
  return ring.slice(1).map((to, index) => [ring[index] ?? to, to] as const);
}

/**
 * Whether the ray from the point to the east crosses the edge. The lower end of an edge belongs to it, the upper one does
 * not, and a point on the edge itself is east of it: so of two polygons that share an edge exactly one has each point of it.
 */
function crosses([longitude, latitude]: Position, [one, other]: readonly [Position, Position]): boolean {
  // From the lower end up, so that both neighbours of a shared edge compute the same number.
  const [low, high] = one[1] < other[1] ? [one, other] : [other, one];
  if (latitude < low[1] || latitude >= high[1]) return false;
  const crossing = low[0] + ((high[0] - low[0]) * (latitude - low[1])) / (high[1] - low[1]);
  return longitude < crossing;
}

function ringHolds(ring: Ring, position: Position): boolean {
  return edgesOf(ring).filter((edge) => crosses(position, edge)).length % 2 === 1;
}

/** Whether a polygon holds a position: in the outer ring and in none of its holes. */
export function polygonHolds([outer, ...holes]: Polygon, position: Position): boolean {
  return (
    outer !== undefined && ringHolds(outer, position) && !holes.some((hole) => ringHolds(hole, position))
  );
}

/** Whether an area holds a point. Borders are half open: the western and southern ones belong to it. */
export function areaHolds(area: Area, { latitude, longitude }: Point): boolean {
  return area.some((polygon) => polygonHolds(polygon, [longitude, latitude]));
}

/** On which side of the line through `a` and `b` a position is: its sign; 0 is on it. */
const side = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

const within = (a: Position, b: Position, c: Position): boolean =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1]);

/** Whether two edges have a position in common. */
export function edgesMeet(
  [a, b]: readonly [Position, Position],
  [c, d]: readonly [Position, Position],
): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && within(a, b, c)) ||
    (abd === 0 && within(a, b, d)) ||
    (cda === 0 && within(c, d, a)) ||
    (cdb === 0 && within(c, d, b))
  );
}
