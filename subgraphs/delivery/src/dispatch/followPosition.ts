import { distanceMeters } from '@nakku/geo';
import type { Courier, Position } from '../domain/courier.ts';
import { type Delivery, isUnderWay } from '../domain/delivery.ts';
import { expectedAt, isWorthTelling } from '../domain/eta.ts';
import { publishDelivery } from '../events/published.ts';
import { channels } from '../live.ts';
import type { DeliveryService } from '../service.ts';
import { changeDelivery, type DeliveryChange } from '../store/changeDelivery.ts';
import { loadDeliveriesInHand } from '../store/deliveries.ts';

/** The step that a courier's new position makes in a delivery; null if it is not worth one. */
function stepOf(
  service: DeliveryService,
  courier: Courier,
  delivery: Delivery,
  { location }: Position,
): DeliveryChange | null {
  const { config, etaRules, now } = service;
  const { deliveryId, status } = delivery;
  const change = { deliveryId, courierId: courier.courierId, from: [status] };
  const eta = expectedAt(delivery, { vehicle: courier.vehicle, from: location }, etaRules, now());
  const meters = distanceMeters(location, delivery.dropoff.location);
  if (status === 'PICKED_UP' && meters <= config.DELIVERY_NEARBY_METERS) {
    return { ...change, to: 'NEARBY', set: { eta }, detail: 'The courier is about to arrive.' };
  }
  if (!isWorthTelling(delivery, eta, config.DELIVERY_ETA_CHANGE_MS)) return null;
  return { ...change, to: null, set: { eta }, detail: 'Expected at another time.' };
}

/** What a new position of a courier means for the deliveries in hand: customers see it, ETAs move, arrival nears. */
export async function followPosition(
  service: DeliveryService,
  courier: Courier,
  position: Position,
): Promise<void> {
  if (courier.load === 0) return;
  const inHand = await loadDeliveriesInHand(service.db, courier.courierId);
  for (const delivery of inHand.filter(isUnderWay)) {
    const step = stepOf(service, courier, delivery, position);
    if (step) {
      await service.platform.transaction(async (tx) => {
        const moved = await changeDelivery(tx.db, step);
        if (moved) publishDelivery(tx, 'delivery.updated', moved);
      });
    }
    service.live.publish(channels.position(delivery.orderId), position.at.getTime());
  }
}
