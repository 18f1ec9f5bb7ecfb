import { idInput, snapshotThenLive } from '@nakku/graphql-kit';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const cartUpdated: NonNullable<SubscriptionResolvers['cartUpdated']> = {
  subscribe: (_parent, args, { caller, deps }) => {
    const cartId = idInput.safeParse(args.cartId);
    const read = async (maxAgeMs: number) =>
      cartId.success ? visibleTo(caller, await deps.liveReads.carts.read(cartId.data, maxAgeMs)) : null;
    return snapshotThenLive({
      channels: cartId.success ? [`cart:${cartId.data}`] : [],
      live: deps.live,
      poll: deps.poll,
      mayFollow: async (maxAgeMs) => (await read(maxAgeMs)) !== null,
      read: async (previous: number | null, maxAgeMs) => {
        const cart = await read(maxAgeMs);
        if (cart === null || cart.version === previous) return { state: previous ?? 0, payload: null };
        return { state: cart.version, payload: { cartUpdated: { isSnapshot: previous === null, cart } } };
      },
    });
  },
};
