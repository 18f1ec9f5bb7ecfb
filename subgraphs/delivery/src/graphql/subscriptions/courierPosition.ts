import { operatesStore, requireUser, snapshotThenLive } from '@nakku/graphql-kit';
import type { Position } from '../../domain/courier.ts';
import { type Delivery, isUnderWay } from '../../domain/delivery.ts';
import { fresh } from '../../domain/position.ts';
import { channels } from '../../events/channels.ts';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import { idOf, isCustomerOf } from '../access.ts';
import type { Context } from '../context.ts';

interface CourierPositionPayload {
  readonly isSnapshot: boolean;
  readonly position: Position | null;
  readonly eta: Date | null;
}

/** What the last message said, to see whether there is something new. */
interface Notified {
  readonly at: number | null;
  readonly eta: number | null;
}

/**
 * Where the courier of an order is: for its customer, the store's operators and admins, only while the courier whom it
 * began with brings it. Checked anew before each message; stricter than `maySee`, which holds for longer.
 */
function follow(
  orderId: string | null,
  context: Context,
): AsyncIterableIterator<{ courierPosition: CourierPositionPayload }> {
  const { deps, caller } = context;
  let courierId: string | null = null;
  let delivery: Delivery | null = null;

  async function mayFollow(maxAgeMs: number): Promise<boolean> {
    delivery = orderId === null ? null : await deps.liveReads.deliveries.read(orderId, maxAgeMs);
    if (!delivery || !isUnderWay(delivery)) return false;
    if (!isCustomerOf(context, delivery) && !operatesStore(caller, delivery.storeId)) return false;
    courierId ??= delivery.courierId;
    return delivery.courierId === courierId;
  }

  return snapshotThenLive<Notified, { courierPosition: CourierPositionPayload }>({
    channels: orderId === null ? [] : [channels.position(orderId), channels.delivery(orderId)],
    live: deps.live,
    poll: deps.poll,
    mayFollow,
    async read(previous) {
      const known = courierId === null ? null : (await deps.positions.lastOf([courierId])).get(courierId);
      const position = fresh(known ?? null, deps.times.positionStaleMs, deps.now());
      const eta = delivery?.eta ?? null;
      const state: Notified = { at: position?.at.getTime() ?? null, eta: eta?.getTime() ?? null };
      const isNew = previous === null || previous.at !== state.at || previous.eta !== state.eta;
      const payload = { courierPosition: { isSnapshot: previous === null, position, eta } };
      return { state, payload: isNew ? payload : null };
    },
  });
}

export const courierPosition = {
  subscribe(_, { orderId }, context) {
    requireUser(context.caller);
    return follow(idOf(orderId), context);
  },
} satisfies SubscriptionResolvers['courierPosition'];
