import { journeyMs, type JourneyStage, type Point } from '@nakku/geo';
import { speedOf, type Vehicle } from './courier.ts';
import { carried, type Delivery, type DeliveryStatus, isOneOf, isUnderWay } from './delivery.ts';

export interface EtaRules {
  /** See `speedOf`. */
  readonly pace: number;
  /** What each stop takes, at the store and at the door; real milliseconds, before pace. */
  readonly stopMs: number;
  /** What packing still takes if it is not finished; real milliseconds, before pace. */
  readonly packingMs: number;
}

/**
 * When a delivery is expected at the door, by the model that also made the promise of its order (@nakku/geo), with the
 * speed of its courier's vehicle.
 * @param from where the courier is; null (unknown) counts as at the store
 */
export function expectedAt(
  delivery: Pick<Delivery, 'status' | 'pickup' | 'dropoff' | 'readyAt'>,
  courier: { readonly vehicle: Vehicle; readonly from: Point | null },
  rules: EtaRules,
  now: Date,
): Date {
  const journey = {
    stage: stageOf(delivery.status),
    isPacked: delivery.readyAt !== null,
    courier: courier.from,
    store: delivery.pickup.location,
    door: delivery.dropoff.location,
  };
  const rule = {
    metersPerSecond: speedOf(courier.vehicle, rules.pace),
    packingMs: rules.packingMs / rules.pace,
    stopMs: rules.stopMs / rules.pace,
  };
  return new Date(Math.round(now.getTime() + journeyMs(journey, rule)));
}

function stageOf(status: DeliveryStatus): JourneyStage {
  if (isOneOf(status, carried)) return 'CARRIED';
  return status === 'AT_STORE' ? 'AT_STORE' : 'TO_STORE';
}

/** Whether an ETA of a delivery under way moved enough to notify of it again. */
export function isEtaChange(delivery: Delivery, eta: Date, minMs: number): boolean {
  if (!isUnderWay(delivery)) return false;
  return delivery.eta === null || Math.abs(eta.getTime() - delivery.eta.getTime()) >= minMs;
}
