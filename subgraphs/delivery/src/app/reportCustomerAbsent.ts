import { carried, isOneOf } from '../domain/delivery.ts';
import { loadDelivery } from '../store/deliveries.ts';
import { metersFromDoor } from './atDoor.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { type DeliveryActResult, notFound, unchanged } from './unchanged.ts';

export type ReportAbsentResult =
  | DeliveryActResult
  /** `meters`: beyond what is plausible. */
  | { readonly kind: 'refused'; readonly reason: 'NOT_AT_DOOR'; readonly meters: number };

/**
 * The courier stands at the door and nobody answers: the waiting time begins, and the customer sees until when. Until
 * its end the courier may still hand over; after it the delivery may fail as CUSTOMER_ABSENT.
 */
export async function reportCustomerAbsent(
  deps: Deps,
  command: { readonly deliveryId: string; readonly courierId: string },
): Promise<ReportAbsentResult> {
  const { deliveryId, courierId } = command;
  const delivery = await loadDelivery(deps.db, deliveryId);
  if (delivery?.courierId !== courierId) return notFound;
  if (isOneOf(delivery.status, carried) && delivery.absentSince === null) {
    const meters = await metersFromDoor(deps, courierId, delivery);
    if (meters > 0) return { kind: 'refused', reason: 'NOT_AT_DOOR', meters };
    const absentSince = deps.now();
    const waitUntil = new Date(absentSince.getTime() + deps.absentWaitMs).toISOString();
    const change = {
      ...command,
      actorId: courierId,
      from: carried,
      to: null,
      ifNotAbsent: true,
      set: { absentSince },
      note: { kind: 'CUSTOMER_ABSENT', waitUntil },
    } as const;
    const waiting = await deps.platform.transaction((tx) => changeDelivery(tx, change, 'delivery.updated'));
    if (waiting) return { kind: 'done', delivery: waiting };
  }
  return unchanged(
    deps,
    command,
    (current) => isOneOf(current.status, carried) && current.absentSince !== null,
  );
}
