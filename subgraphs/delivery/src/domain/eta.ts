import { type Point, travelMs } from '@nakku/geo';
import { speedOf, type Vehicle } from './courier.ts';
import { carried, type Delivery, isOneOf, isUnderWay } from './delivery.ts';

export interface EtaRules {
  /** See `speedOf`. */
  readonly pace: number;
  /** What each stop takes, at the store and at the door; real milliseconds, before pace. */
  readonly stopMs: number;
  /** What packing still takes if it is not finished; real milliseconds, before pace. */
  readonly packingMs: number;
}

/**
 * When a delivery is expected at the door: the ride to the store (or the packing, if that takes longer), the stop
 * there, the ride to the door, the stop there.
 * @param from where the courier is; null (unknown) counts as at the store
 */
export function expectedAt(
  delivery: Pick<Delivery, 'status' | 'pickup' | 'dropoff' | 'readyAt'>,
  courier: { readonly vehicle: Vehicle; readonly from: Point | null },
  rules: EtaRules,
  now: Date,
): Date {
  const speed = speedOf(courier.vehicle, rules.pace);
  const store = delivery.pickup.location;
  const door = delivery.dropoff.location;
  const stopMs = rules.stopMs / rules.pace;
  if (isOneOf(delivery.status, carried)) {
    return new Date(Math.round(now.getTime() + travelMs(courier.from ?? store, door, speed) + stopMs));
  }
  const packingMs = delivery.readyAt === null ? rules.packingMs / rules.pace : 0;
  const atStoreMs = delivery.status === 'AT_STORE' ? 0 : travelMs(courier.from ?? store, store, speed);
  const wayMs = Math.max(atStoreMs, packingMs) + stopMs + travelMs(store, door, speed) + stopMs;
  return new Date(Math.round(now.getTime() + wayMs));
}

/** Whether an ETA of a delivery under way moved enough to notify of it again. */
export function isEtaChange(delivery: Delivery, eta: Date, minMs: number): boolean {
  if (!isUnderWay(delivery)) return false;
  return delivery.eta === null || Math.abs(eta.getTime() - delivery.eta.getTime()) >= minMs;
}
