import { idInput, operatesStore, requireScope, snapshotThenLive } from '@nakku/graphql-kit';
import type { Order } from '../../domain/order.ts';
import { storeChannel } from '../../events/channels.ts';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import type { Db } from '../../store/database.ts';
import { ordersById } from '../../store/orderQueries.ts';
import type { OrderVersion } from '../../store/orderQueries.ts';

/** Bound of the snapshot (schema/orders.graphql). */
const MAX_SNAPSHOT = 100;

/** Versions of the unfinished orders that were sent to the client. */
type SentVersions = ReadonlyMap<string, number>;

interface FeedPayload {
  readonly ordersFeed: { readonly isSnapshot: boolean; readonly orders: Order[] };
}

async function readFeed(
  db: Db,
  unfinished: readonly OrderVersion[],
  sent: SentVersions | null,
): Promise<{ state: SentVersions; payload: FeedPayload | null }> {
  const state = new Map(unfinished.map(({ id, version }) => [id, version]));
  if (sent === null) {
    const ids = unfinished.slice(0, MAX_SNAPSHOT).map(({ id }) => id);
    return { state, payload: { ordersFeed: { isSnapshot: true, orders: await oldestFirst(db, ids) } } };
  }
  const ended = [...sent.keys()].filter((id) => !state.has(id));
  const changed = unfinished.filter(({ id, version }) => sent.get(id) !== version).map(({ id }) => id);
  const ids = [...ended, ...changed];
  if (ids.length === 0) return { state, payload: null };
  return { state, payload: { ordersFeed: { isSnapshot: false, orders: await oldestFirst(db, ids) } } };
}

/** As the store works. */
async function oldestFirst(db: Db, ids: readonly string[]): Promise<Order[]> {
  const orders = await ordersById(db, ids);
  return orders.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** A store's orders for its staff: the unfinished ones, then each that changes, the last time when it has ended. */
export const ordersFeed: SubscriptionResolvers['ordersFeed'] = {
  subscribe(_, args, { caller, deps: { db, live, liveReads, poll } }) {
    const user = requireScope(caller, 'store-orders:read');
    const parsed = idInput.safeParse(args.storeId);
    const storeId = parsed.success ? parsed.data : args.storeId;
    const isAllowed = parsed.success && operatesStore(user, storeId);
    return snapshotThenLive<SentVersions, FeedPayload>({
      channels: [storeChannel(storeId)],
      live,
      poll,
      mayFollow: () => isAllowed,
      read: async (sent, maxAgeMs) =>
        readFeed(db, (await liveReads.unfinished.read(storeId, maxAgeMs)) ?? [], sent),
    });
  },
};
