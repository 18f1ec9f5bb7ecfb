import type { Durations } from '@nakku/service';

/** How long the simulated staff takes, in milliseconds. */
export type SimulatorTimes = Durations['simulator'] & {
  /** At the door, until staff hands over by word what needs the customer's code. */
  readonly codeTimeoutMs: number;
  /** How often an idle courier says where he is. */
  readonly heartbeatMs: number;
};

/** Of a profile's times; the staff is `speed` times faster than it says. */
export function simulatorTimes(durations: Durations, speed: number): SimulatorTimes {
  const { simulator, delivery } = durations;
  const faster = (ms: number): number => ms / speed;
  return {
    packingStartMs: faster(simulator.packingStartMs),
    packingMs: faster(simulator.packingMs),
    courierDecidesMs: faster(simulator.courierDecidesMs),
    rideToStoreMs: faster(simulator.rideToStoreMs),
    pickUpMs: faster(simulator.pickUpMs),
    rideToCustomerMs: faster(simulator.rideToCustomerMs),
    handOverMs: faster(simulator.handOverMs),
    positionEveryMs: simulator.positionEveryMs,
    codeTimeoutMs: faster(simulator.handOverMs) * 8,
    heartbeatMs: delivery.positionStaleMs / 2,
  };
}
