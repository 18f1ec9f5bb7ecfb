import { distanceMeters } from '@nakku/geo';
import type { Point } from '@nakku/geo';
import type { CarriedDelivery } from './courierOperations.ts';

/** What a courier does next. */
export type Act =
  | { readonly kind: 'bring'; readonly delivery: CarriedDelivery; readonly isFirstStop: boolean }
  | { readonly kind: 'pick_up'; readonly deliveries: readonly CarriedDelivery[] }
  | { readonly kind: 'bring_back'; readonly delivery: CarriedDelivery }
  | { readonly kind: 'go_to_store'; readonly store: Point; readonly deliveries: readonly CarriedDelivery[] }
  | { readonly kind: 'wait' };

/** So close to the store a ride begins there. */
const AT_STORE_METERS = 150;

const samePlace = (a: Point, b: Point): boolean => distanceMeters(a, b) < AT_STORE_METERS;

const isOneOf =
  (...statuses: string[]) =>
  ({ status }: CarriedDelivery): boolean =>
    statuses.includes(status);

/**
 * Decides from what the courier has in hand, and from nothing else, so that a courier who forgot everything goes on
 * where he was. What is on the bike goes to the nearest door first; then what waits at the store is taken along; then
 * what could not be handed over goes back; then the next store.
 * @param inHand oldest first
 */
export function nextAct(inHand: readonly CarriedDelivery[], here: Point): Act {
  const meters = (delivery: CarriedDelivery): number => distanceMeters(here, delivery.dropoff.location);
  const [nearest] = inHand.filter(isOneOf('PICKED_UP', 'NEARBY')).sort((a, b) => meters(a) - meters(b));
  if (nearest) {
    return { kind: 'bring', delivery: nearest, isFirstStop: samePlace(here, nearest.pickup.location) };
  }
  const waiting = inHand.filter(isOneOf('AT_STORE'));
  if (waiting.length > 0) return { kind: 'pick_up', deliveries: waiting };
  const failed = inHand.find(isOneOf('FAILED', 'RETURNING'));
  if (failed) return { kind: 'bring_back', delivery: failed };
  const accepted = inHand.filter(isOneOf('ASSIGNED'));
  const store = accepted[0]?.pickup.location;
  if (!store) return { kind: 'wait' };
  return {
    kind: 'go_to_store',
    store,
    deliveries: accepted.filter(({ pickup }) => samePlace(pickup.location, store)),
  };
}

/** The point on the straight line; 0 is `from`, 1 is `to`. Good for a town. */
export function between(from: Point, to: Point, share: number): Point {
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * share,
    longitude: from.longitude + (to.longitude - from.longitude) * share,
  };
}

/** A point so many metres away: north and east of `from`. */
export function offset(from: Point, north: number, east: number): Point {
  const metersPerDegree = 111_195;
  return {
    latitude: from.latitude + north / metersPerDegree,
    longitude: from.longitude + east / (metersPerDegree * Math.cos((from.latitude * Math.PI) / 180)),
  };
}
