import { snapshotThenLive } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { type Availability, changedSince, stamp, stockChannel } from '../../domain/availability.ts';
import type { StockChange, SubscriptionResolvers } from '../../generated/graphql.ts';
import { knownId, MAX_PRODUCTS } from '../inputs.ts';

type Change = Omit<StockChange, 'items'> & { readonly items: Availability[] };

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Public, like the availability itself. */
export const stockChanged: NonNullable<SubscriptionResolvers['stockChanged']> = {
  subscribe(_parent, args, { deps, loaders }) {
    const count = args.productIds.length;
    if (count < 1 || count > MAX_PRODUCTS) {
      throw badInput(`\`productIds\` must have 1–${MAX_PRODUCTS} entries, not ${count}.`);
    }
    const storeId = knownId(args.storeId) ?? '';
    const productIds = [...new Set(args.productIds.flatMap((productId) => knownId(productId) ?? []))];
    const keys = productIds.map((productId) => ({ storeId, productId }));
    let exists: boolean | null = null;
    return snapshotThenLive<ReadonlyMap<string, string>, Change>({
      channels: productIds.map((productId) => stockChannel(storeId, productId)),
      live: deps.live,
      poll: deps.poll,
      // A store is never deleted: once seen, it stays.
      async mayFollow() {
        exists ??= storeId !== '' && (await loaders.store.load(storeId)) !== null;
        return exists;
      },
      async read(previous, maxAgeMs) {
        const read = await Promise.all(keys.map((key) => deps.liveReads.stock.read(key, maxAgeMs)));
        const now = read.filter((one) => one !== null);
        const state = new Map(now.map((one) => [one.productId, stamp(one)]));
        if (previous === null) return { state, payload: { isSnapshot: true, items: now } };
        const items = changedSince(previous, now);
        return { state, payload: items.length === 0 ? null : { isSnapshot: false, items } };
      },
    });
  },
  resolve: (change: Change) => change,
};
