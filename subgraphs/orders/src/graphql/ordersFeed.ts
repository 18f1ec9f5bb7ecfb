import { idInput, operatesStore, requireScope, snapshotThenLive } from '@nakku/graphql-kit';
import type { Order } from '../domain/order.ts';
import { storeChannel } from '../events/published.ts';
import type { SubscriptionResolvers } from '../generated/graphql.ts';
import type { Db } from '../store/database.ts';
import { ordersById, unfinishedOf } from '../store/reading.ts';

/** Bound of the snapshot (schema/orders.graphql). */
const SNAPSHOT = 100;
/** How many unfinished orders of one store are followed; a store that has more of them has other troubles. */
const FOLLOWED = 1_000;

/** Versions of the unfinished orders that the client was told. */
type Told = ReadonlyMap<string, number>;

interface FeedPayload {
  readonly ordersFeed: { readonly isSnapshot: boolean; readonly orders: Order[] };
}

async function read(
  db: Db,
  storeId: string,
  told: Told | null,
): Promise<{ state: Told; payload: FeedPayload | null }> {
  const now = await unfinishedOf(db, storeId, FOLLOWED);
  const state = new Map(now.map(({ id, version }) => [id, version]));
  if (told === null) {
    const orders = await inOrder(
      db,
      now.slice(0, SNAPSHOT).map(({ id }) => id),
    );
    return { state, payload: { ordersFeed: { isSnapshot: true, orders } } };
  }
  const ended = [...told.keys()].filter((id) => !state.has(id));
  const changed = now.filter(({ id, version }) => told.get(id) !== version).map(({ id }) => id);
  const ids = [...ended, ...changed];
  if (ids.length === 0) return { state, payload: null };
  return { state, payload: { ordersFeed: { isSnapshot: false, orders: await inOrder(db, ids) } } };
}

/** Oldest first, as the store works. */
async function inOrder(db: Db, ids: readonly string[]): Promise<Order[]> {
  const orders = await ordersById(db, ids);
  return orders.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** A store's orders for its staff: the unfinished ones, then each that changes, the last time when it has ended. */
export const ordersFeed: SubscriptionResolvers['ordersFeed'] = {
  subscribe(_, { storeId }, { caller, db, live, poll }) {
    const user = requireScope(caller, 'store-orders:read');
    const isTheirs = idInput.safeParse(storeId).success && operatesStore(user, storeId);
    return snapshotThenLive<Told, FeedPayload>({
      channels: [storeChannel(storeId)],
      live,
      poll,
      mayFollow: () => isTheirs,
      read: (told) => read(db, storeId, told),
    });
  },
};
