import { distanceMeters, type Point } from '@nakku/geo';
import type { Position } from './courier.ts';

export interface HandoverRules {
  /** So far from the door a courier may be by the last position: positions are inexact and reported now and then. */
  readonly withinMeters: number;
  /** Speed at which a courier may have come closer since, in metres per second, with the profile's pace. */
  readonly speed: number;
}

/**
 * How many metres a courier is too far from a door to be there now: beyond what `rules` allow from where and when the
 * courier was seen. 0: the courier may be there.
 * @param seen each place where the courier was, with its time; one that rules it out is enough
 */
export function metersOutOfReach(
  door: Point,
  seen: readonly Position[],
  rules: HandoverRules,
  now: Date,
): number {
  const beyond = seen.map(({ location, at }) => {
    const elapsedSeconds = Math.max(0, now.getTime() - at.getTime()) / 1000;
    return distanceMeters(location, door) - rules.withinMeters - rules.speed * elapsedSeconds;
  });
  return Math.max(0, Math.ceil(Math.max(0, ...beyond)));
}
