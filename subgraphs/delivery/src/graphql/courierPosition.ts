import { operatesStore, requireUser, snapshotThenLive } from '@nakku/graphql-kit';
import type { Position } from '../domain/courier.ts';
import { type Delivery, isUnderWay } from '../domain/delivery.ts';
import { fresh } from '../domain/position.ts';
import { channels } from '../live.ts';
import { loadDeliveryOfOrder } from '../store/deliveries.ts';
import { isCustomerOf, isId } from './access.ts';
import type { Context } from './context.ts';

interface CourierPositionPayload {
  readonly isSnapshot: boolean;
  readonly position: Position | null;
  readonly eta: Date | null;
}

/** What the last message said, to tell whether there is something new. */
interface Told {
  readonly at: number | null;
  readonly eta: number | null;
}

/**
 * Where the courier of an order is: for its customer, the store's operators and admins, only while the courier whom it
 * began with brings it. Asked anew before each message; a closer look than `maySee`, which holds for longer.
 */
export function courierPosition(
  { orderId }: { orderId: string },
  context: Context,
): AsyncIterableIterator<{ courierPosition: CourierPositionPayload }> {
  const { service, caller } = context;
  requireUser(caller);
  const { livePollMs, livePollWithoutHintsMs } = service.durations.platform;
  let courierId: string | null = null;
  let delivery: Delivery | null = null;

  async function mayFollow(): Promise<boolean> {
    delivery = isId(orderId) ? await loadDeliveryOfOrder(service.db, orderId) : null;
    if (!delivery || !isUnderWay(delivery)) return false;
    if (!isCustomerOf(context, delivery) && !operatesStore(caller, delivery.storeId)) return false;
    courierId ??= delivery.courierId;
    return delivery.courierId === courierId;
  }

  return snapshotThenLive<Told, { courierPosition: CourierPositionPayload }>({
    channels: [channels.position(orderId), channels.delivery(orderId)],
    live: service.live,
    poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
    mayFollow,
    async read(previous) {
      const known = courierId === null ? null : (await service.positions.lastOf([courierId])).get(courierId);
      const position = fresh(known ?? null, service.durations.delivery.positionStaleMs, service.now());
      const eta = delivery?.eta ?? null;
      const state: Told = { at: position?.at.getTime() ?? null, eta: eta?.getTime() ?? null };
      const isNew = previous === null || previous.at !== state.at || previous.eta !== state.eta;
      const payload = { courierPosition: { isSnapshot: previous === null, position, eta } };
      return { state, payload: isNew ? payload : null };
    },
  });
}
