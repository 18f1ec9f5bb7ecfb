import type { Delivery } from '../domain/delivery.ts';
import { metersOutOfReach } from '../domain/handover.ts';
import type { Deps } from './deps.ts';

/**
 * How many metres the courier of a delivery is too far away to be at its door, by the last position and by the time
 * since the pick-up; 0: the courier may be there.
 */
export async function metersFromDoor(deps: Deps, courierId: string, delivery: Delivery): Promise<number> {
  const last = (await deps.positions.lastOf([courierId])).get(courierId);
  const { pickedUpAt: at } = delivery;
  const seen = [...(last ? [last] : []), ...(at ? [{ location: delivery.pickup.location, at }] : [])];
  return metersOutOfReach(delivery.dropoff.location, seen, deps.handoverRules, deps.now());
}
