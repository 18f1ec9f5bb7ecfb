import { idInput, snapshotThenLive } from '@nakku/graphql-kit';
import type { SubscriptionResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { loadCart } from '../store/carts.ts';
import { mayOpen } from './access.ts';

export function cartUpdated(service: CartService): NonNullable<SubscriptionResolvers['cartUpdated']> {
  const { livePollMs, livePollWithoutHintsMs } = service.durations.platform;
  return {
    subscribe: (_, { cartId }, { caller }) => {
      const read = () => (idInput.safeParse(cartId).success ? loadCart(service.db, cartId) : null);
      return snapshotThenLive({
        channels: [`cart:${cartId}`],
        live: service.live,
        poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
        mayFollow: async () => {
          const cart = await read();
          return cart !== null && mayOpen(caller, cart);
        },
        read: async (previous: number | null) => {
          const cart = await read();
          if (cart === null || cart.version === previous) return { state: previous ?? 0, payload: null };
          return { state: cart.version, payload: { cartUpdated: { isSnapshot: previous === null, cart } } };
        },
      });
    },
  };
}
