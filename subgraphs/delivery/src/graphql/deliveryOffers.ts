import { requireScope, snapshotThenLive } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { Offer } from '../domain/offer.ts';
import { channels } from '../live.ts';
import { loadOpenOffers } from '../store/offers.ts';
import type { Context } from './context.ts';

interface DeliveryOffersPayload {
  readonly isSnapshot: boolean;
  readonly offers: Offer[];
}

/** What is offered to the caller as a courier: all open offers with each message, whenever they changed. */
export async function deliveryOffers(
  context: Context,
): Promise<AsyncIterableIterator<{ deliveryOffers: DeliveryOffersPayload }>> {
  const { service } = context;
  requireScope(context.caller, 'deliveries:read');
  const courier = await context.me();
  if (!courier) throw new GraphQLError('You are no courier.', { extensions: { code: 'NOT_FOUND' } });
  const { livePollMs, livePollWithoutHintsMs } = service.durations.platform;
  return snapshotThenLive<string, { deliveryOffers: DeliveryOffersPayload }>({
    channels: [channels.offers(courier.courierId)],
    live: service.live,
    poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
    mayFollow: () => true,
    async read(previous) {
      const offers = await loadOpenOffers(service.db, courier.courierId);
      const state = offers.map(({ offerId }) => offerId).join();
      const payload = { deliveryOffers: { isSnapshot: previous === null, offers } };
      return { state, payload: state === previous ? null : payload };
    },
  });
}
