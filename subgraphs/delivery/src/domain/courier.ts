import type { Point } from '@nakku/geo';

export const vehicles = ['BICYCLE', 'SCOOTER', 'CAR'] as const;
export type Vehicle = (typeof vehicles)[number];

/** A person who delivers. */
export interface Courier {
  readonly courierId: string;
  readonly displayName: string;
  readonly vehicle: Vehicle;
  /** How many orders at once. */
  readonly capacity: number;
  /** How many orders the courier has now. */
  readonly load: number;
  readonly isOnShift: boolean;
  /** False: deactivated by an administrator, gets no shift. */
  readonly isActive: boolean;
  /** Adds 1 when an administrator changes the courier. */
  readonly profileVersion: number;
  readonly createdAt: Date;
}

/** Where a courier was, and when the courier's device measured it. */
export interface Position {
  readonly location: Point;
  readonly at: Date;
}

/** Usual speed along city streets, in metres per second. */
const speeds: Readonly<Record<Vehicle, number>> = { BICYCLE: 4, SCOOTER: 6, CAR: 7 };

/**
 * Speed of a vehicle in metres per second.
 * @param pace how many times faster than in reality people ride in this profile of durations
 */
export function speedOf(vehicle: Vehicle, pace: number): number {
  return speeds[vehicle] * pace;
}
