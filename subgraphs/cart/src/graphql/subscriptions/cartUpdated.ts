import { idInput, snapshotThenLive } from '@nakku/graphql-kit';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import { loadCart } from '../../store/carts.ts';
import { visibleTo } from '../access.ts';

export const cartUpdated: NonNullable<SubscriptionResolvers['cartUpdated']> = {
  subscribe: (_parent, args, { caller, deps }) => {
    const { livePollMs, livePollWithoutHintsMs } = deps.durations.platform;
    const cartId = idInput.safeParse(args.cartId);
    const read = async () =>
      cartId.success ? visibleTo(caller, await loadCart(deps.db, cartId.data)) : null;
    return snapshotThenLive({
      channels: cartId.success ? [`cart:${cartId.data}`] : [],
      live: deps.live,
      poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
      mayFollow: async () => (await read()) !== null,
      read: async (previous: number | null) => {
        const cart = await read();
        if (cart === null || cart.version === previous) return { state: previous ?? 0, payload: null };
        return { state: cart.version, payload: { cartUpdated: { isSnapshot: previous === null, cart } } };
      },
    });
  },
};
