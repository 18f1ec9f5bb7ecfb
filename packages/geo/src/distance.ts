/** WGS 84, decimal degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth (IUGG), in metres. */
const EARTH_RADIUS_METERS = 6_371_008.8;

/** Streets are longer than the crow's flight; a usual factor for cities. */
const DETOUR = 1.3;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance by the haversine formula, in metres. */
export function distanceMeters(from: Point, to: Point): number {
  const latitude = radians(to.latitude - from.latitude);
  const longitude = radians(to.longitude - from.longitude);
  const chord =
    Math.sin(latitude / 2) ** 2 +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * Math.sin(longitude / 2) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * How long a ride takes, in milliseconds: the crow's flight times a detour, at `metersPerSecond`.
 * A road network replaces this rule behind the same function.
 */
export function travelMs(from: Point, to: Point, metersPerSecond: number): number {
  return Math.round((distanceMeters(from, to) * DETOUR * 1000) / metersPerSecond);
}
