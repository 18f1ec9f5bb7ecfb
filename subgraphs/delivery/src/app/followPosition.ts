import { distanceMeters } from '@nakku/geo';
import type { Courier, Position } from '../domain/courier.ts';
import { type Delivery, isUnderWay } from '../domain/delivery.ts';
import { expectedAt, isEtaChange } from '../domain/eta.ts';
import { channels } from '../events/channels.ts';
import { loadDeliveriesInHand } from '../store/deliveries.ts';
import type { DeliveryChange } from '../store/updateDelivery.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';

/** The step that a courier's new position makes in a delivery; null if it is not worth one. */
function stepOf(
  { config, etaRules, now }: Deps,
  courier: Courier,
  delivery: Delivery,
  { location }: Position,
): DeliveryChange | null {
  const { deliveryId, status } = delivery;
  const eta = expectedAt(delivery, { vehicle: courier.vehicle, from: location }, etaRules, now());
  const change = { deliveryId, courierId: courier.courierId, from: [status], set: { eta } };
  const meters = distanceMeters(location, delivery.dropoff.location);
  if (status === 'PICKED_UP' && meters <= config.DELIVERY_NEARBY_METERS) {
    return { ...change, to: 'NEARBY', note: { kind: 'NEARBY' } };
  }
  if (!isEtaChange(delivery, eta, config.DELIVERY_ETA_CHANGE_MS)) return null;
  return { ...change, to: null, note: { kind: 'ETA_CHANGED' } };
}

/** What a new position of a courier means for the deliveries in hand: customers see it, ETAs move, arrival nears. */
export async function followPosition(deps: Deps, courier: Courier, position: Position): Promise<void> {
  if (courier.load === 0) return;
  const inHand = await loadDeliveriesInHand(deps.db, courier.courierId);
  for (const delivery of inHand.filter(isUnderWay)) {
    const step = stepOf(deps, courier, delivery, position);
    if (step) await deps.platform.transaction((tx) => changeDelivery(tx, step, 'delivery.updated'));
    deps.live.publish(channels.position(delivery.orderId), position.at.getTime());
  }
}
