import { snapshotThenLive } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { type Availability, changedSince, stamp } from '../domain/availability.ts';
import { stockChannel } from '../events/publishStock.ts';
import type { StockChange, SubscriptionResolvers } from '../generated/graphql.ts';
import { availabilities } from '../store/availability.ts';
import { knownId } from './inputs.ts';

const MOST_PRODUCTS = 100;

type Change = Omit<StockChange, 'items'> & { readonly items: Availability[] };

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Public, like the availability that it tells of. */
export const stockChanged: NonNullable<SubscriptionResolvers['stockChanged']> = {
  subscribe(_parent, args, { db, live, poll, loaders }) {
    const asked = args.productIds.length;
    if (asked < 1 || asked > MOST_PRODUCTS) {
      throw badInput(`\`productIds\` must have 1–${MOST_PRODUCTS} entries, not ${asked}.`);
    }
    const storeId = knownId(args.storeId) ?? '';
    const productIds = [...new Set(args.productIds.flatMap((productId) => knownId(productId) ?? []))];
    const keys = productIds.map((productId) => ({ storeId, productId }));
    let exists: boolean | null = null;
    const changes = snapshotThenLive<ReadonlyMap<string, string>, Change>({
      channels: productIds.map((productId) => stockChannel(storeId, productId)),
      live,
      poll,
      // A store is never deleted: once seen, it stays.
      async mayFollow() {
        exists ??= storeId !== '' && (await loaders.store.load(storeId)) !== null;
        return exists;
      },
      async read(previous) {
        const now = await availabilities(db, keys);
        const state = new Map(now.map((one) => [one.productId, stamp(one)]));
        if (previous === null) return { state, payload: { isSnapshot: true, items: now } };
        const items = changedSince(previous, now);
        return { state, payload: items.length === 0 ? null : { isSnapshot: false, items } };
      },
    });
    return changes;
  },
  resolve: (change: Change) => change,
};
