import type { EventData, EventType, ReceivedEvent } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { applyFact } from '../../app/applyFact.ts';
import type { Deps } from '../../app/deps.ts';
import type { DeliveryFact } from '../../domain/facts.ts';
import type { Tx } from '../../store/database.ts';

type DeliveryEvent = Extract<EventType, `delivery.${string}`>;

function stateOf({ status, courierId, eta }: EventData<'delivery.updated'>) {
  return { status, courierId, eta: eta === null ? null : new Date(eta) };
}

/** What happens to the goods on their way, and delivery's decisions on cancel requests. */
export function deliveryHandlers(deps: Deps): ConsumerHandlers<Tx> {
  const on =
    (kind: Exclude<DeliveryFact['kind'], 'DELIVERY_FAILED'>) =>
    ({ type: source, data }: ReceivedEvent<DeliveryEvent>, tx: Transaction<Tx>): Promise<void> =>
      applyFact(tx, deps, { orderId: data.orderId, source, fact: { kind, ...stateOf(data) } });
  return {
    'delivery.scheduled': on('DELIVERY_PROGRESSED'),
    'delivery.assigned': on('DELIVERY_PROGRESSED'),
    'delivery.updated': on('DELIVERY_PROGRESSED'),
    'delivery.started': on('DELIVERY_STARTED'),
    'delivery.completed': on('DELIVERY_COMPLETED'),
    'delivery.failed': ({ type: source, data }, tx) => {
      const fact = { kind: 'DELIVERY_FAILED', reason: data.reason, ...stateOf(data) } as const;
      return applyFact(tx, deps, { orderId: data.orderId, source, fact });
    },
    'delivery.returned': on('DELIVERY_RETURNED'),
    'delivery.cancelled': on('DELIVERY_CANCELLED'),
    'delivery.cancel_refused': on('DELIVERY_CANCEL_REFUSED'),
  };
}
