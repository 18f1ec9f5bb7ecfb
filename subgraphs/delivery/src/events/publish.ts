import type { NewEvent, Transaction } from '@nakku/platform';
import { describeSpan } from '@nakku/telemetry';
import type { Delivery } from '../domain/delivery.ts';
import { metrics } from '../metrics.ts';
import type { Tx } from '../store/database.ts';

/** What happened to a delivery, by the name of its event. */
export type DeliveryEventType = Extract<NewEvent['type'], `delivery.${string}`>;

function stateOf(delivery: Delivery) {
  const { orderId, deliveryId, storeId, customerId, courierId, status } = delivery;
  return {
    orderId,
    deliveryId,
    storeId,
    customerId,
    courierId,
    status,
    eta: delivery.eta?.toISOString() ?? null,
    at: delivery.updatedAt.toISOString(),
  };
}

/** A part that the delivery's status promises (CHECK constraints); without it the change was wrong. */
function promised<Value>(value: Value | null, what: string, { deliveryId, status }: Delivery): Value {
  if (value === null) throw new Error(`delivery ${deliveryId} is ${status} without ${what}`);
  return value;
}

/**
 * Publishes the step that brought `delivery` to its version. Call it once per change, in its transaction.
 * @param live further channels that are notified
 */
export function publishDelivery(
  tx: Transaction<Tx>,
  type: DeliveryEventType,
  delivery: Delivery,
  live: readonly string[] = [],
): void {
  const state = stateOf(delivery);
  const courierId = () => promised(delivery.courierId, 'a courier', delivery);
  const event = {
    subject: delivery.deliveryId,
    key: delivery.orderId,
    sequence: delivery.version,
    live,
  };
  switch (type) {
    case 'delivery.assigned':
    case 'delivery.started':
      tx.emit({ ...event, type, data: { ...state, courierId: courierId() } });
      break;
    case 'delivery.completed': {
      const proof = promised(delivery.proof, 'a proof', delivery);
      tx.emit({ ...event, type, data: { ...state, courierId: courierId(), proof } });
      break;
    }
    case 'delivery.failed': {
      const reason = promised(delivery.failureReason, 'a reason', delivery);
      const failure = promised(delivery.failureCode, 'a code', delivery);
      // The contract has no code of its own for it: the reason says more.
      const code = failure === 'AGE_NOT_VERIFIED' ? 'OTHER' : failure;
      tx.emit({ ...event, type, data: { ...state, courierId: courierId(), reason, code } });
      break;
    }
    case 'delivery.scheduled':
    case 'delivery.returned':
    case 'delivery.cancelled':
    case 'delivery.cancel_refused':
    case 'delivery.updated':
      tx.emit({ ...event, type, data: state });
  }
  describeSpan({ 'order.id': delivery.orderId });
  metrics.step(type, delivery.status);
}
