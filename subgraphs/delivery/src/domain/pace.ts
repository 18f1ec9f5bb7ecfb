/** Times of people's rides in a profile of durations, in milliseconds. */
export interface RideTimes {
  readonly rideToStoreMs: number;
  readonly rideToCustomerMs: number;
}

/**
 * How many times faster than in reality people ride in a profile: the demo's couriers cross the town within seconds,
 * so an ETA and what counts as a teleport must go with them.
 */
export function paceOf(profile: RideTimes, reality: RideTimes): { usual: number; fastest: number } {
  const toCustomer = reality.rideToCustomerMs / profile.rideToCustomerMs;
  const toStore = reality.rideToStoreMs / profile.rideToStoreMs;
  return { usual: toCustomer, fastest: Math.max(toCustomer, toStore) };
}
