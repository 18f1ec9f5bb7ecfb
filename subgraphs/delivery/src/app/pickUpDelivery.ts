import { beforePickUp, carried, isOneOf } from '../domain/delivery.ts';
import { expectedAt } from '../domain/eta.ts';
import { loadCourier } from '../store/couriers.ts';
import { loadDelivery } from '../store/deliveries.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { type DeliveryActResult, hasStatus, notFound, unchanged } from './unchanged.ts';

export type PickUpDeliveryResult =
  DeliveryActResult | { readonly kind: 'refused'; readonly reason: 'NOT_PACKED' };

/** The courier takes the goods. The point of no return: of this and a cancel one finds the row changed. */
export async function pickUpDelivery(
  deps: Deps,
  command: { readonly deliveryId: string; readonly courierId: string },
): Promise<PickUpDeliveryResult> {
  const { deliveryId, courierId } = command;
  const [courier, delivery] = await Promise.all([
    loadCourier(deps.db, courierId),
    loadDelivery(deps.db, deliveryId),
  ]);
  if (!courier || delivery?.courierId !== courierId) return notFound;
  const now = deps.now();
  const onTheWay = { ...delivery, status: 'PICKED_UP' as const };
  const atStore = { vehicle: courier.vehicle, from: delivery.pickup.location };
  const change = {
    ...command,
    actorId: courierId,
    from: beforePickUp,
    ifReady: true,
    to: 'PICKED_UP',
    set: { eta: expectedAt(onTheWay, atStore, deps.etaRules, now), pickedUpAt: now },
    note: { kind: 'PICKED_UP' },
  } as const;
  const pickedUp = await deps.platform.transaction((tx) => changeDelivery(tx, change, 'delivery.started'));
  if (pickedUp) return { kind: 'done', delivery: pickedUp };
  const result = await unchanged(deps, command, hasStatus(...carried));
  const waits =
    result.kind === 'refused' && result.reason === 'STATUS' && isOneOf(result.status, beforePickUp);
  return waits ? { kind: 'refused', reason: 'NOT_PACKED' } : result;
}
