import { distanceMeters } from '@nakku/geo';
import type { Position } from './courier.ts';

/** The newest position of a courier, and the last point of the track that was kept. */
export interface KnownPosition extends Position {
  readonly tracked: Position;
}

export interface PositionRules {
  /** Faster than this nobody rides; metres per second, with the profile's pace. */
  readonly plausibleSpeed: number;
  readonly trackMeters: number;
  readonly trackMs: number;
}

export type PositionVerdict =
  | { readonly kind: 'dropped'; readonly because: 'OLDER' | 'TELEPORT' }
  /** `isTrackPoint`: far or long enough after the last kept point to be kept too. */
  | { readonly kind: 'accepted'; readonly next: KnownPosition; readonly isTrackPoint: boolean };

/** Error of a good satellite fix: a jump of so many metres is no ride. */
const GPS_NOISE_METERS = 50;

/** Whether a measured position follows `last` in time and in reach; null: the first one. */
export function judgePosition(
  last: KnownPosition | null,
  measured: Position,
  rules: PositionRules,
): PositionVerdict {
  if (last === null)
    return { kind: 'accepted', next: { ...measured, tracked: measured }, isTrackPoint: true };
  const elapsedMs = measured.at.getTime() - last.at.getTime();
  if (elapsedMs <= 0) return { kind: 'dropped', because: 'OLDER' };
  const meters = distanceMeters(last.location, measured.location);
  if (meters > GPS_NOISE_METERS + (rules.plausibleSpeed * elapsedMs) / 1000) {
    return { kind: 'dropped', because: 'TELEPORT' };
  }
  const isTrackPoint =
    measured.at.getTime() - last.tracked.at.getTime() >= rules.trackMs ||
    distanceMeters(last.tracked.location, measured.location) >= rules.trackMeters;
  const tracked = isTrackPoint ? measured : last.tracked;
  return { kind: 'accepted', next: { ...measured, tracked }, isTrackPoint };
}

/** The position if it is recent enough to be believed. */
export function fresh(position: Position | null, staleMs: number, now: Date): Position | null {
  return position !== null && now.getTime() - position.at.getTime() <= staleMs ? position : null;
}
