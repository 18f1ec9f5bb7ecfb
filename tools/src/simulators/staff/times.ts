import type { DurationsProfile } from '@nakku/service';

/** How long the simulated staff takes, in milliseconds. */
export interface SimulatorTimes {
  readonly packingStartMs: number;
  readonly packingMs: number;
  /** How often a packer looks whether the customer has answered a proposal. */
  readonly decisionLookMs: number;
  readonly courierDecidesMs: number;
  readonly rideToStoreMs: number;
  readonly pickUpMs: number;
  readonly rideToCustomerMs: number;
  readonly handOverMs: number;
  /** At the door, until staff hands over by word what needs the customer's code. */
  readonly codeTimeoutMs: number;
  /** How often a courier on a ride reports the position, and how often an idle one does; in step with real time. */
  readonly positionEveryMs: number;
  readonly heartbeatMs: number;
}

/** By profile: in `production` as long as people take, in `demo` within seconds. */
export const staffTimes: Readonly<Record<DurationsProfile, SimulatorTimes>> = {
  production: {
    packingStartMs: 20_000,
    packingMs: 180_000,
    decisionLookMs: 5_000,
    courierDecidesMs: 5_000,
    rideToStoreMs: 180_000,
    pickUpMs: 30_000,
    rideToCustomerMs: 480_000,
    handOverMs: 30_000,
    codeTimeoutMs: 240_000,
    positionEveryMs: 5_000,
    heartbeatMs: 60_000,
  },
  demo: {
    packingStartMs: 1_000,
    packingMs: 2_000,
    decisionLookMs: 1_000,
    courierDecidesMs: 500,
    rideToStoreMs: 1_500,
    pickUpMs: 500,
    rideToCustomerMs: 8_000,
    handOverMs: 500,
    codeTimeoutMs: 4_000,
    positionEveryMs: 500,
    heartbeatMs: 60_000,
  },
  test: {
    packingStartMs: 50,
    packingMs: 100,
    decisionLookMs: 250,
    courierDecidesMs: 50,
    rideToStoreMs: 100,
    pickUpMs: 50,
    rideToCustomerMs: 500,
    handOverMs: 50,
    codeTimeoutMs: 400,
    positionEveryMs: 100,
    heartbeatMs: 2_500,
  },
};

/** Of a profile's times; the staff is `speed` times faster than it says. */
export function simulatorTimes(profile: DurationsProfile, speed: number): SimulatorTimes {
  const times = staffTimes[profile];
  const faster = (ms: number): number => ms / speed;
  return {
    packingStartMs: faster(times.packingStartMs),
    packingMs: faster(times.packingMs),
    decisionLookMs: times.decisionLookMs,
    courierDecidesMs: faster(times.courierDecidesMs),
    rideToStoreMs: faster(times.rideToStoreMs),
    pickUpMs: faster(times.pickUpMs),
    rideToCustomerMs: faster(times.rideToCustomerMs),
    handOverMs: faster(times.handOverMs),
    codeTimeoutMs: faster(times.codeTimeoutMs),
    positionEveryMs: times.positionEveryMs,
    heartbeatMs: times.heartbeatMs,
  };
}
